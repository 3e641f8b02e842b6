"""On PostgreSQL a function says what is offered for a beginning: to plan the statement anew with every character that
somebody types took longer than to answer it, and the plan is the same whatever is asked.

It asks of one kind after the other, as `search.engines.suggesting` does on SQLite.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION search_suggested(kinds text[], typed text, here integer, day integer, most integer)
RETURNS TABLE (kind varchar, key varchar, text varchar)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT found.kind, found.key, found.text
    FROM unnest(kinds) WITH ORDINALITY AS asked (kind, place)
    CROSS JOIN LATERAL (
        SELECT s.kind, s.key, s.text, p.weight, p.suggestion_id
        FROM search_suggestionkey p JOIN search_suggestion s ON s.id = p.suggestion_id
        WHERE p.generation_id = (SELECT id FROM search_generation WHERE state = 'live')
        AND p.kind = asked.kind AND p.prefix = left(typed, 6)
        AND (length(typed) <= 6 OR left(p.whole, length(typed)) = typed)
        AND s.site IN (0, here) AND s.first_day <= day AND s.last_day >= day
        ORDER BY p.weight DESC, p.suggestion_id LIMIT most
    ) AS found
    ORDER BY asked.place, found.weight DESC, found.suggestion_id;
END $$
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE, None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION search_suggested", None)


class Migration(migrations.Migration):
    dependencies = [("search", "0007_words_without_lengths")]

    operations = [migrations.RunPython(create, drop)]
