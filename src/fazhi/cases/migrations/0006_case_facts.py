"""What is short among a case's fields is kept beside them, so that figures need not unpack all."""

from django.db import migrations, models

# What `fazhi.procedures.casework.short_facts` writes for new acts, for the cases that are there: short texts are names of
# options, days and numbers; of a party the kind is kept; and the steps that were taken, with their results.
BACKFILL = r"""
UPDATE cases_case c SET facts = coalesce((
  SELECT jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'object' THEN jsonb_build_object('kind', value -> 'kind')
                               ELSE value END)
  FROM jsonb_each(c.data)
  WHERE CASE jsonb_typeof(value)
    WHEN 'boolean' THEN true
    WHEN 'number' THEN true
    WHEN 'string' THEN (value #>> '{}') ~ '^([a-z][a-z0-9_]{0,59}|-?[0-9]+([.][0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2})$'
    WHEN 'object' THEN jsonb_typeof(value -> 'kind') = 'string'
    ELSE false END), '{}'::jsonb)
  || jsonb_build_object('.done', coalesce((
    SELECT jsonb_agg(DISTINCT s) FROM jsonb_array_elements(c.state -> 'events') e,
      LATERAL (VALUES (e ->> 1), ((e ->> 1) || '.' || nullif(e ->> 2, ''))) x(s)
    WHERE s IS NOT NULL), '[]'::jsonb))
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_figures")]

    operations = [
        migrations.AddField("case", "facts", models.JSONField(default=dict)),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
    ]
