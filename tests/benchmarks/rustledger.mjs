// Reads a journal with @rustledger/wasm and prints its balances, one line for each lot: account, commodity, number.
//
//     node rustledger.mjs FOLDER JOURNAL      FOLDER is where `npm install --prefix FOLDER @rustledger/wasm` put it
//     node rustledger.mjs FOLDER              prints its version
//
// The package has no access to files: what the journal includes is read here.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, path] = process.argv.slice(2);
const place = join(folder, "node_modules", "@rustledger", "wasm");
const rustledger = await import(pathToFileURL(join(place, "rustledger_wasm.js")));
await rustledger.default({ module_or_path: readFileSync(join(place, "rustledger_wasm_bg.wasm")) });

function read(path) {
  const text = readFileSync(path, "utf8");
  const included = [...text.matchAll(/^include "(.+)"$/gm)].map((found) => found[1]);
  if (included.length === 0) return new rustledger.ParsedLedger(text);
  const files = Object.fromEntries(included.map((name) => [name, readFileSync(join(dirname(path), name), "utf8")]));
  return rustledger.Ledger.fromFiles({ "main.beancount": text, ...files }, "main.beancount");
}

function printBalances(ledger) {
  const lines = [];
  for (const [account, { positions }] of ledger.balances().rows)
    for (const { units } of positions) lines.push(`${account}\t${units.currency}\t${units.number}\n`);
  process.stdout.write(lines.join(""));
}

if (path === undefined) {
  console.log(`@rustledger/wasm ${rustledger.version()}`);
} else {
  const ledger = read(path);
  if (ledger.isValid()) {
    printBalances(ledger);
  } else {
    console.error(ledger.getErrors().slice(0, 3));
    process.exitCode = 1;
  }
}
