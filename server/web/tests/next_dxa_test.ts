import assert from "node:assert/strict";
import { test } from "node:test";
import type { NextDxa } from "../src/common/api";
import { nextDxaInWords } from "../src/view/next_dxa_words";

const allLookedUp = { scansLookedUp: true, ordersLookedUp: true };
const window = { from: "2021-02-28", latest: "2022-02-28" };
const inWords = (next: Partial<NextDxa> & Pick<NextDxa, "standing">) => nextDxaInWords({ ...allLookedUp, ...next }, undefined);

test("overdue, due and not due, with the days that the service tells", () => {
  assert.deepEqual(inWords({ standing: "overdue", found: "2020-02-29", window }), {
    tone: "bad",
    headline: "Overdue since 28 Feb 2022",
    more: ["It was due from 28 Feb 2021."],
  });
  assert.equal(inWords({ standing: "due", window }).headline, "Due now, by 28 Feb 2022 at the latest");
  assert.equal(inWords({ standing: "not-due", window }).headline, "Due from 28 Feb 2021, by 28 Feb 2022 at the latest");
});

test("a scan that is ordered is not called overdue", () => {
  const { tone, headline, more } = inWords({ standing: "ordered", found: "2020-02-29", window });
  assert.equal(tone, "good");
  assert.match(headline, /ordered or booked/);
  assert.doesNotMatch([headline, ...more].join(" "), /overdue|due now/i);
});

test("where the guideline says nothing of scans, the page says why", () => {
  const reasons = {
    hospice: /Hospice/,
    child: /under 18/,
    infertility: /infertility/,
    "pregnancy-conflict": /no bone density scan is advised/,
    "bone-metastases": /Bone metastases/,
    "bone-metastasis-regimen": /Bone metastases/,
    "metastatic-on-agent": /Bone metastases/,
    "of-a-site": /of a site/,
  };
  for (const [reason, words] of Object.entries(reasons)) {
    const { tone, headline, more } = nextDxaInWords(undefined, reason);
    assert.deepEqual([tone, headline], ["", "Nothing is said of the next scan."]);
    assert.match(more.join(" "), words);
  }
  assert.match(nextDxaInWords(undefined, undefined).more.join(" "), /no rule/);
});

test("what could not be looked up is said, and no scan is called overdue", () => {
  const incomplete = inWords({ standing: "not-looked-up", found: "2020-02-29", scansLookedUp: false });
  assert.equal(incomplete.headline, "There may be a later scan, which could not be looked up.");
  assert.deepEqual(incomplete.more, ["Check for one: the newest that was found is of 29 Feb 2020."]);
  assert.deepEqual(inWords({ standing: "not-looked-up", scansLookedUp: false }).more, ["Check for one: none was found."]);
  const recent = inWords({ standing: "not-due", found: "2026-01-31", scansLookedUp: false });
  assert.deepEqual([recent.headline, recent.more], ["Not due today", ["Not all scans could be looked up; the newest that was found is of 31 Jan 2026."]]);
});

test("who is told that one is due is told that orders could not be looked up", () => {
  const note = "Whether one is ordered could not be looked up completely.";
  for (const standing of ["none-known", "non-central", "overdue", "due", "not-looked-up"] as const)
    assert.ok(inWords({ standing, window, ordersLookedUp: false }).more.includes(note), standing);
  for (const standing of ["ordered", "not-due", "no-value", "undated"] as const)
    assert.ok(!inWords({ standing, window, ordersLookedUp: false }).more.includes(note), standing);
});

test("a scan without a value or without a day", () => {
  const { headline, more } = inWords({ standing: "no-value", found: "2020-02-29", window });
  assert.equal(headline, "The scan of 29 Feb 2020 has no T-score that can be used.");
  assert.deepEqual(more, ["Read the original report.", "The next is due from 28 Feb 2021, by 28 Feb 2022 at the latest."]);
  assert.equal(inWords({ standing: "undated" }).headline, "A scan is on record without its day.");
});
