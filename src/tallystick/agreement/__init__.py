"""The agreement file: its terms, how it is read, checked and compared."""
