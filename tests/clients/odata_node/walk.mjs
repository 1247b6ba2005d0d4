// `walk.mjs ROOT KEY SET`: what @odata/client reads, and whether both forms of $metadata say the same.
import { OData } from "@odata/client";
import { xml2json } from "odata-csdl";

const [root, key, set] = process.argv.slice(2);
const credential = { username: "node", password: key };
const client = OData.New4({ serviceEndpoint: root + "/", credential, processCsrfToken: false });
const rows = client.getEntitySet(set);
const say = (step, value) => console.log(JSON.stringify({ step, value }));

say("count", await rows.count(OData.newFilter().property("flux").eq("VERRE")));
const params = OData.newParam().filter("flux eq 'VERRE' and tonnage_kg gt 1000").top(3).select(["id_pesee", "flux"]).orderby("id_pesee", "desc");
say("rows", await rows.query(params));
const [first] = await rows.query(OData.newParam().top(1));
say("one", await rows.retrieve({ id_pesee: first.id_pesee, code_commune: first.code_commune }));

const headers = { Authorization: "Basic " + Buffer.from(`node:${key}`).toString("base64") };
const xml = await (await fetch(`${root}/$metadata`, { headers })).text();
const json = await (await fetch(`${root}/$metadata?$format=json`, { headers })).json();
say("from xml", xml2json(xml, { annotations: false }));
say("json", json);
