"""The PostgreSQL backend: a server named by DATABASE_URL, or the embedded one, started when first asked for."""
