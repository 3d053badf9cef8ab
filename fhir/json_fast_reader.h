// Reads a text in one pass over its tokens, which simdjson finds.
//
// It is several times as fast as the thorough reader (tests/bench/README.md), and says less: of what it does not take
// it does not tell what is wrong. What it takes the thorough reader takes too, and reads alike; but for numbers that
// RapidJSON calls too big before it has seen all of them (0e400).
//
// Internal to JsonDocument.
#pragma once

#include <string>

#include "fhir/json.h"

namespace fhir {

// Longer texts are left to the thorough reader: the memory for the tokens, four times the length of the text, is kept
// for each thread.
inline constexpr std::size_t longest_fast_text = 1024 * 1024;

// Leaves in `nodes` what `text` holds; false if it does not take it. `text` keeps what it says, and holds the strings,
// but for those with escapes, which stand in `characters`; its capacity may grow.
bool read_fast(std::string& text, List<JsonNode>& nodes, JsonCharacters& characters);

}  // namespace fhir
