"""The register as web pages: to look at, to correct and to enter into (`zeren serve`), or to put on a public server (`publish`).

    application(register, ...) -> Starlette app        pages rendered on the server, usable without JavaScript
    publish(register, folder)                          the same pages, read-only, as files

No page loads anything from elsewhere: style, script and mark are files of this package.
"""
