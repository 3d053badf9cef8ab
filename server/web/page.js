"use strict";
// Selects or signs the sample order, or opens the chart with it on record, at this very server, and shows the cards. Text is only ever set as text, never as HTML.

const request = document.getElementById("request");
const hook = document.getElementById("hook");
const status_line = document.getElementById("status");
const cards = document.getElementById("cards");
const answer = document.getElementById("answer");

function element(name, text, class_name) {
  const made = document.createElement(name);
  made.textContent = text;
  if (class_name) made.className = class_name;
  return made;
}

function card_element(card) {
  const article = element("article", "", card.indicator === "warning" ? "warning" : "info");
  article.append(element("h3", card.summary));
  if (card.detail) article.append(element("div", card.detail, "detail"));
  for (const suggestion of card.suggestions ?? []) article.append(element("p", "Suggestion: " + suggestion.label));
  article.append(element("p", "Source: " + card.source.label));
  return article;
}

function show(body) {
  if (body.cards) {
    cards.replaceChildren(...body.cards.map(card_element));
    if (!body.cards.length) cards.append(element("p", "No cards: nothing to say."));
  } else {
    cards.replaceChildren(...(body.issue ?? []).map((issue) => element("p", issue.diagnostics ?? issue.code)));
  }
}

async function send() {
  status_line.textContent = "Sending ...";
  try {
    const started = performance.now();
    const response = await fetch("cds-services/" + hook.selectedOptions[0].dataset.service, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: request.value,
    });
    const text = await response.text();
    status_line.textContent = `Status ${response.status}, ${Math.round(performance.now() - started)} ms`;
    const body = JSON.parse(text);
    answer.textContent = JSON.stringify(body, null, 2);
    show(body);
  } catch (error) {
    status_line.textContent = "No answer: " + error.message;
  }
}

// The same order, as each hook has it in its call: drafted, drafted and selected, or active and on record.
function as_called_by(name, call) {
  const context = { ...call.context };
  const prefetch = { ...call.prefetch };
  const drafts = context.draftOrders ?? { resourceType: "Bundle", type: "collection", entry: prefetch.medications?.entry ?? [] };
  const entries = drafts.entry.map((entry) => ({ ...entry, resource: { ...entry.resource, status: "draft" } }));
  delete context.selections;
  context.draftOrders = { ...drafts, entry: entries };
  prefetch.medications = null;
  if (name === "order-select")
    context.selections = entries.map(({ resource }) => resource.resourceType + "/" + resource.id);
  if (name === "patient-view") {
    delete context.draftOrders;
    const active = entries.map((entry) => ({ ...entry, resource: { ...entry.resource, status: "active" } }));
    prefetch.medications = { resourceType: "Bundle", type: "searchset", total: active.length, entry: active };
  }
  return { ...call, hook: name, context, prefetch };
}

function change_hook() {
  try {
    request.value = JSON.stringify(as_called_by(hook.value, JSON.parse(request.value)), null, 2);
    status_line.textContent = "";
  } catch (error) {
    status_line.textContent = "Not changed: " + error.message;
  }
}

async function load_sample() {
  const response = await fetch("web/sample-request.json");
  request.value = await response.text();
}

document.getElementById("send").addEventListener("click", send);
hook.addEventListener("change", change_hook);
load_sample();
