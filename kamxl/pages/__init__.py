"""Printed reports: a document as plain data, and its renderings as HTML and for LibreOffice."""
