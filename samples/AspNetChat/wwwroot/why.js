// Why an answer came from where it came from: the reports of its calls, in words.

import { count, seconds, spaced } from "./words.js";

export function summary({ calls }) {
  const attempts = calls.flatMap(call => call.attempts).length;
  const taken = calls.length > 1 ? `${count(calls.length, "call")}, ${count(attempts, "attempt")}` : count(attempts, "attempt");
  return { route: calls.at(-1)?.servedBy, text: ` · ${taken}` };
}

/** What happened, in order: after each call but the last comes the tool that it asked for. */
export const steps = ({ calls }, tools) => calls.flatMap((call, i) => [...stepsOf(call), ...(tools[i] ? [tool(tools[i])] : [])]);

const stepsOf = call => [
  ...call.passedOver.map(passedOver),
  ...(call.waited > 0 ? [{ kind: "waited", text: `waited ${seconds(call.waited)} for room` }] : []),
  ...call.attempts.map(attempt),
];

const attempt = ({ route, took, failure, status, retryAfter }) => failure === null
  ? { kind: "answered", text: `${route} answered in ${seconds(took)}` }
  : { kind: "failed", text: `${route}: ${spaced(failure)}${status ? ` (${status})` : ""}${retryAfter ? `, asks to wait ${seconds(retryAfter)}` : ""}` };

const passedOver = ({ route, reason, availableIn }) =>
  ({ kind: "passed", text: `${route} passed over: ${spaced(reason)}${availableIn ? `, free in ${seconds(availableIn)}` : ""}` });

const tool = ({ name, arguments: given }) => ({ kind: "tool", text: `${name}(${Object.values(given ?? {}).map(value => JSON.stringify(value)).join(", ")})` });
