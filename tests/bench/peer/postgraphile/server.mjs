// PostGraphile 5 as its documentation runs it in production, with the aggregates plugin.
import { createServer } from "node:http";
import { grafserv } from "postgraphile/grafserv/node";
import { postgraphile } from "postgraphile";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgService } from "postgraphile/adaptors/pg";
import { PgAggregatesPreset } from "@graphile/pg-aggregates";

// The plugin truncates to the hour and to the day; months are asked for by its own extension point.
const MonthPlugin = {
  name: "MonthPlugin",
  version: "1.0.0",
  after: ["PgAggregatesSpecsPlugin"],
  schema: {
    hooks: {
      build(build) {
        const { sql, dataplanPg: { TYPES } } = build;
        build.pgAggregateGroupBySpecs.push({
          id: "truncated-to-month",
          isSuitableType: (codec) => codec === TYPES.date,
          sqlWrap: (fragment) => sql`date_trunc('month', ${fragment}::timestamp)::date`,
          sqlWrapCodec: (codec) => codec,
        });
        return build;
      },
    },
  },
};

// Bare, or with duties where a set of keys says whose tokens are believed.
const duties = process.env.KEY_SET ? await import("./duties.mjs") : null;
const server = createServer();
const instance = postgraphile({
  extends: [PostGraphileAmberPreset, PgAggregatesPreset],
  plugins: [MonthPlugin, ...(duties ? [duties.DutiesPlugin] : [])],
  pgServices: [makePgService({
    connectionString: process.env.DATABASE_URL,
    schemas: ["mesures"],
    poolConfig: { max: 16 },
  })],
  grafserv: { graphiql: false, websockets: false, watch: false, maxRequestLength: 1_000_000 },
  grafast: { explain: false, ...(duties && { context: (asked) => ({ pgSettings: duties.pgSettings(asked) }) }) },
});
server.on("error", (error) => { console.error(error); process.exit(1); });
const serv = instance.createServ(grafserv);
if (duties) server.on("request", duties.guarded(serv.createHandler()));
else await serv.addTo(server);
server.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("listening"));
