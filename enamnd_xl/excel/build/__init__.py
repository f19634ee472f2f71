"""Building the add-in and the template: VBA, ribbon and package, without Excel and the same each time."""
