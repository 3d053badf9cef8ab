#include "fhir/json_fast_reader.h"

#include <simdjson.h>

#include <cstring>
#include <string_view>

#include "fhir/limits.h"

namespace fhir {
namespace {

namespace dom = simdjson::dom;

// One word of simdjson's tape: https://github.com/simdjson/simdjson/blob/v3.0.1/doc/tape.md
struct Word {
  explicit Word(std::uint64_t word) : type(static_cast<char>(word >> 56)), payload(word & ((1ull << 56) - 1)) {}
  char type;
  std::uint64_t payload;
};

// The names of one object, told apart by a few bits of each; only where those of two are the same are names compared.
class NamesSeen {
 public:
  // True if a name like this one was there before, perhaps.
  bool add(std::string_view name) {
    const std::uint64_t bit = std::uint64_t{1} << mix(name);
    const bool was_there = (seen_ & bit) != 0;
    seen_ |= bit;
    return was_there;
  }

 private:
  static unsigned mix(std::string_view name) {
    if (name.empty()) return 0;
    const auto first = static_cast<unsigned char>(name.front());
    const auto middle = static_cast<unsigned char>(name[name.size() / 2]);
    const auto last = static_cast<unsigned char>(name.back());
    return (first * 7u + middle * 31u + last * 17u + static_cast<unsigned>(name.size()) * 5u) % 64u;
  }

  std::uint64_t seen_ = 0;
};

// Turns the tape into nodes.
class TapeReader {
 public:
  // The strings will stand at `characters`.
  TapeReader(const dom::document& document, const char* characters, JsonNode* nodes)
      : tape_(document.tape.get()), strings_(document.string_buf.get()), characters_(characters), nodes_(nodes) {}

  // False if something is not to be read. `nodes` has as many as the tape has words, which is more than there will be.
  bool read() { return read_value(1) != refused && count_ <= limits::json_nodes; }

  std::size_t nodes() const { return count_; }
  // How many bytes all strings take.
  std::size_t characters() const { return characters_read_; }

 private:
  static constexpr std::size_t refused = 0;
  static constexpr std::size_t most_compared = 32;

  JsonNode& push(JsonType type, std::uint32_t length = 0) {
    JsonNode& node = nodes_[count_++];
    node.type = static_cast<std::uint32_t>(type) & 7u;
    node.length = length & JsonNode::most;
    node.next = static_cast<std::uint32_t>(count_);
    return node;
  }

  // Each returns the place behind what it has read, or `refused`.
  std::size_t read_value(std::size_t at) {
    const Word word(tape_[at]);
    switch (word.type) {
      case '{':
        return read_object(at);
      case '[':
        return read_array(at);
      case '"':
        push_string(word);
        return at + 1;
      case 't':
      case 'f':
        push(JsonType::boolean).boolean = word.type == 't';
        return at + 1;
      case 'n':
        push(JsonType::null);
        return at + 1;
      default:
        push(JsonType::number).number = number(word.type, tape_[at + 1]);
        return at + 2;
    }
  }

  std::string_view push_string(Word word) {
    std::uint32_t length = 0;
    std::memcpy(&length, strings_ + word.payload, sizeof length);
    JsonNode& node = push(JsonType::string, length);
    node.characters = characters_ + word.payload + sizeof length;
    characters_read_ = word.payload + sizeof length + length;  // they stand in the order in which they are met
    return {reinterpret_cast<const char*>(strings_ + word.payload + sizeof length), length};
  }

  static double number(char type, std::uint64_t bits) {
    if (type == 'l') return static_cast<double>(static_cast<std::int64_t>(bits));
    if (type == 'u') return static_cast<double>(bits);
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }

  std::size_t read_array(std::size_t at) {
    if (++depth_ > limits::json_depth) return refused;
    const std::size_t array = count_;
    push(JsonType::array);
    std::uint32_t elements = 0;
    for (++at; Word(tape_[at]).type != ']'; ++elements)
      if (at = read_value(at); at == refused) return refused;
    close(array, elements);
    return at + 1;
  }

  std::size_t read_object(std::size_t at) {
    if (++depth_ > limits::json_depth) return refused;
    const std::size_t object = count_;
    push(JsonType::object);
    std::uint32_t members = 0;
    NamesSeen names;
    bool may_be_twice = false;
    for (++at; Word(tape_[at]).type != '}'; ++members) {
      may_be_twice |= names.add(push_string(Word(tape_[at])));
      if (at = read_value(at + 1); at == refused) return refused;
    }
    close(object, members);
    if (members > limits::json_members) return refused;
    return may_be_twice && has_name_twice(object) ? refused : at + 1;
  }

  // Whether two names are the same, some of whose bits were. An object with very many members takes no quadratic time:
  // the thorough reader compares those.
  bool has_name_twice(std::size_t object) const {
    if (nodes_[object].length > most_compared) return true;
    for (auto name = object + 1; name < nodes_[object].next; name = nodes_[name + 1].next)
      for (auto other = nodes_[name + 1].next; other < nodes_[object].next; other = nodes_[other + 1].next)
        if (string_at(name) == string_at(other)) return true;
    return false;
  }

  // Its characters are not where they will be.
  std::string_view string_at(std::size_t node) const {
    return {reinterpret_cast<const char*>(strings_) + (nodes_[node].characters - characters_), nodes_[node].length};
  }

  void close(std::size_t container, std::uint32_t size) {
    nodes_[container].length = size & JsonNode::most;
    nodes_[container].next = static_cast<std::uint32_t>(count_);
    --depth_;
  }

  const std::uint64_t* tape_;
  const std::uint8_t* strings_;
  const char* characters_;
  JsonNode* nodes_;
  std::size_t count_ = 0;
  std::size_t characters_read_ = 0;
  std::size_t depth_ = 0;
};

// simdjson puts a length and a NUL around each string: of its shortest, "", which takes three bytes with the comma,
// that makes five.
std::size_t most_characters(std::size_t text) { return text * 5 / 3 + simdjson::SIMDJSON_PADDING; }

}  // namespace

bool read_fast(std::string& text, List<JsonNode>& nodes, JsonCharacters& characters) {
  if (text.size() > longest_fast_text) return false;
  thread_local dom::parser parser;
  thread_local dom::document document;
  static_assert(JsonDocument::padding >= simdjson::SIMDJSON_PADDING);
  text.reserve(text.size() + JsonDocument::padding);  // which simdjson reads, and overlooks
  if (parser.parse_into_document(document, text.data(), text.size(), false).error() != simdjson::SUCCESS) return false;
  nodes.resize(Word(document.tape[0]).payload);
  characters.make_room(most_characters(text.size()));
  TapeReader reader(document, characters.data(), nodes.data());
  if (!reader.read()) return false;
  nodes.resize(reader.nodes());
  std::memcpy(characters.data(), document.string_buf.get(), reader.characters());
  return true;
}

}  // namespace fhir
