// Makes world.json out of Natural Earth (1:50 million, public domain). Development only, see README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { quantize } from "topojson-client";
import { filter, filterWeight, planarRingArea, presimplify, simplify } from "topojson-simplify";
import iso from "iso-3166-1";

const SMALLEST_ISLAND = 0.01; // square degrees
const SMALLEST_BEND = 0.002; // square degrees of the triangle that a point makes with its neighbours
const STEPS = 20_000; // positions from west to east and from south to north

const atlas = JSON.parse(readFileSync("node_modules/world-atlas/countries-50m.json"));
const islands = filter(atlas, filterWeight(atlas, SMALLEST_ISLAND, planarRingArea));
const topology = quantize(simplify(presimplify(islands), SMALLEST_BEND), STEPS);

const countries = {};
for (const { id, type, arcs } of topology.objects.countries.geometries) {
  const code = id && iso.whereNumeric(id)?.alpha2;
  if (!code || !type) continue; // disputed areas without a code are land all the same
  countries[code] = [...(countries[code] ?? []), ...(type === "Polygon" ? [arcs] : arcs)];
}
const land = topology.objects.land.geometries.flatMap(({ type, arcs }) => (type === "Polygon" ? [arcs] : arcs));
const { scale, translate } = topology.transform;
const arcs = topology.arcs.map((steps) => steps.flat().join(" "));
writeFileSync(process.argv[2], JSON.stringify({ scale, translate, arcs, land, countries }) + "\n");
