"""The learned tagger: a small pretrained encoder that has read gold, shipped as int8 weights (`tagger`), and how it is trained."""
