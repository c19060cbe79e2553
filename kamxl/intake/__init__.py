"""Raw tables to accounts: headers, numbers and dates of two languages, findings with places."""
