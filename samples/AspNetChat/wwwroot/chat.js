// The conversation: sends it with each question, and shows the answer as it comes.

import { eventsOf } from "./events.js";
import { steps, summary } from "./why.js";
import { copy } from "./words.js";

const log = document.getElementById("log");
const question = document.getElementById("question");
const send = document.getElementById("send");
const conversation = [];

document.getElementById("ask").addEventListener("submit", event => {
  event.preventDefault();
  ask(question.value.trim());
});

for (const idea of document.querySelectorAll(".idea"))
  idea.addEventListener("click", () => ask(idea.textContent));

async function ask(text) {
  if (text === "" || send.disabled)
    return;
  log.querySelector(".welcome")?.remove();
  question.value = "";
  send.disabled = true;
  conversation.push({ role: "user", text });
  show("user", "You").querySelector(".words").textContent = text;
  await answer(show("assistant", "Answer"));
  send.disabled = false;
  question.focus();
}

async function answer(article) {
  article.ariaBusy = "true";
  const words = article.querySelector(".words");
  const tools = [];
  let end = { calls: [], error: "The connection to the application broke off." };
  try {
    const response = await fetch("api/chat", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(conversation) });
    for await (const { type, data } of eventsOf(response)) {
      if (type === "words")
        words.append(data.text);
      else if (type === "tool")
        tools.push(data);
      else
        end = data;
      log.scrollTop = log.scrollHeight;
    }
  } catch (error) {
    console.warn(error);
  }

  article.ariaBusy = "false";
  conversation.push({ role: "assistant", text: words.textContent });
  explain(article, end, tools);
}

function explain(article, end, tools) {
  const { route, text } = summary(end);
  article.dataset.route = route ?? "";
  const served = article.querySelector(".served");
  const name = document.createElement("b");
  name.textContent = end.error ?? route;
  served.append(name, text);
  article.querySelector(".why").append(...steps(end, tools).map(step));
  article.querySelector("footer").hidden = false;
  log.scrollTop = log.scrollHeight;
}

function step({ kind, text, times }) {
  const item = document.createElement("li");
  item.className = kind;
  item.textContent = times > 1 ? `${text}, ${times} times` : text;
  return item;
}

function show(role, speaker) {
  const article = copy("turn");
  article.className = role;
  article.querySelector("h3").textContent = speaker;
  log.append(article);
  log.scrollTop = log.scrollHeight;
  return article;
}
