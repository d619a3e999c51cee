/* Floor 7: the JSON Schema of scenarios, written from the table of keys. */
#ifndef STASIM_SCENARIO_SCHEMA_H
#define STASIM_SCENARIO_SCHEMA_H

/* The text of scenarios/scenario.schema.json, allocated with malloc; NULL without memory. */
char *scenario_schema_text(void);

#endif
