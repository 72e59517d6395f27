"""The one database: tables, connections, migrations, backup."""
