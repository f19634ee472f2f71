"""The rules, one module a family. Importing this package registers them all."""
