"use strict";
// Signs the sample order at this very server and shows the cards. Text is only ever set as text, never as HTML.

const request = document.getElementById("request");
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
    if (!body.cards.length) cards.append(element("p", "No cards: nothing to say about this order."));
  } else {
    cards.replaceChildren(...(body.issue ?? []).map((issue) => element("p", issue.diagnostics ?? issue.code)));
  }
}

async function send() {
  status_line.textContent = "Sending ...";
  try {
    const started = performance.now();
    const response = await fetch(request.dataset.service, {
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

async function load_sample() {
  const response = await fetch("web/sample-request.json");
  request.value = await response.text();
}

document.getElementById("send").addEventListener("click", send);
load_sample();
