"""The add-in file for Excel: VBA and ribbon projected from the catalogues, built without Excel."""
