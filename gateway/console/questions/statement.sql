SELECT {{ columns | join(", ") }}
FROM {{ table }}
{% for condition in conditions %}
{{ "WHERE" if loop.first else "  AND" }} {{ condition | safe }}
{% endfor %}
