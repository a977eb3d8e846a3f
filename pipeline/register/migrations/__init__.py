"""How a register's tables came to be, step by step; run by itself when a register is opened."""
