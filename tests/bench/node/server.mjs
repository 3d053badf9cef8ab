// A service with a trivial rule in Node: bare http, JSON.parse, JSON.stringify. It answers one card, and knows nothing
// else.
//
//   node server.mjs PORT
import http from "node:http";

const BODY_LIMIT = 8 * 1024 * 1024; // bytes, as the service has it
const RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
const AROMATASE_INHIBITORS = new Set(["72965", "84857", "258494", "200064", "199224", "310261", "352306", "261267", "205794"]);
const T_SCORES = new Set(["38267-1", "80945-9", "80946-7", "80947-5", "80948-3", "38265-5"]);
const TODAY = new Date("2026-06-15"); // on which the calls are made

function resources(bundle) {
  return (bundle?.entry ?? []).map((entry) => entry.resource);
}

function isOurs(call) {
  return resources(call.context.draftOrders).some((order) =>
    (order.medicationCodeableConcept?.coding ?? []).some(
      (coding) => coding.system === RXNORM && AROMATASE_INHIBITORS.has(coding.code)));
}

function newestTScore(call) {
  let newest;
  for (const observation of resources(call.prefetch?.boneDensity)) {
    if (observation.status !== "final" || typeof observation.valueQuantity?.value !== "number") continue;
    if (!(observation.code?.coding ?? []).some((coding) => T_SCORES.has(coding.code))) continue;
    if (!newest || observation.effectiveDateTime > newest.effectiveDateTime) newest = observation;
  }
  return newest;
}

function age(birthDate) {
  const born = new Date(birthDate);
  const hadBirthday = TODAY.getMonth() * 31 + TODAY.getDate() >= born.getMonth() * 31 + born.getDate();
  return TODAY.getFullYear() - born.getFullYear() - (hadBirthday ? 0 : 1);
}

function cardsFor(call) {
  if (!isOurs(call)) return { cards: [] };
  const newest = newestTScore(call);
  const value = newest?.valueQuantity.value;
  const years = age(call.prefetch?.patient?.birthDate);
  return { cards: [{
    uuid: call.hookInstance,
    summary: newest ? `T-score ${value.toFixed(1)}` : "Bone density is not known: measure it",
    detail: newest ? `Age ${years}. Newest T-score ${value.toFixed(1)} of ${newest.effectiveDateTime}.`
      : `Age ${years}. No T-score was found.`,
    indicator: value < -2.0 ? "warning" : "info",
    source: { label: "A guideline", url: "https://example.org/guideline" },
  }] };
}

function send(response, status, text) {
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}

function answer(request, response, body) {
  try {
    const call = JSON.parse(body);
    if (call.hook !== "order-sign") throw new SyntaxError("not a call of order-sign");
    send(response, 200, JSON.stringify(cardsFor(call)));
  } catch {
    send(response, 400, '{"error":"not a call of order-sign"}');
  }
  process.stdout.write(`${request.method} ${request.url} ${response.statusCode} ${body.length}\n`);
}

const server = http.createServer((request, response) => {
  const pieces = [];
  let bytes = 0;
  request.on("data", (piece) => {
    bytes += piece.length;
    if (bytes > BODY_LIMIT) request.destroy();
    else pieces.push(piece);
  });
  request.on("end", () => answer(request, response, Buffer.concat(pieces).toString("utf8")));
});
server.keepAliveTimeout = 60_000; // ms, as the service has it
server.listen(Number(process.argv[2]), "127.0.0.1");
