/* Floor 7: JSON Schemas, written from tables. */
#ifndef STASIM_SCENARIO_SCHEMA_H
#define STASIM_SCENARIO_SCHEMA_H

/* The text of scenarios/scenario.schema.json, allocated with malloc; NULL without memory. */
char *scenario_schema_text(void);

/* The definition "journal" of scenarios/trace.schema.json. Likewise. */
char *journal_schema_text(void);

#endif
