// JSON as received: strict RFC 8259 text, read once, looked at through cheap views.
//
// A JsonDocument keeps a flat list of nodes, each container followed by all that is in it. A Json is a position in that
// list. Its memory is kept for the next document: in the steady state reading allocates nothing.
//
// Every access is total: a member of something that is no object, a string that is a number, an element of nothing
// is simply missing. So a chain like json["code"]["coding"] needs no checks on the way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "fhir/kept_memory.h"
#include "fhir/result.h"

namespace fhir {

enum class JsonType : std::uint8_t { missing, null, boolean, number, string, array, object };

// One value, or the name of the member that follows it. Internal to JsonDocument and Json.
struct JsonNode {
  static constexpr std::uint32_t most = (1u << 29) - 1;  // what `length` can count

  JsonNode() {}  // says nothing yet: a list of many is made before they are known

  std::uint32_t type : 3;
  std::uint32_t length : 29;  // bytes of a string; elements of an array; members of an object
  std::uint32_t next;         // index of the first node behind this value and all that is in it
  union {
    const char* characters;
    double number;
    bool boolean;
  };
};

// A view of one JSON value; valid as long as its document is neither destroyed nor used again.
class Json {
 public:
  Json() = default;  // the missing value
  Json(const JsonNode* nodes, std::uint32_t index) : nodes_(nodes), index_(index) {}

  JsonType type() const;
  // True for any value, null included; false where there was none.
  bool exists() const { return nodes_ != nullptr; }
  // Where it stands: tells one value from all others of the documents at hand, as their contents need not. Null for a
  // missing one.
  const void* place() const { return nodes_ == nullptr ? nullptr : nodes_ + index_; }
  bool is_null() const { return type() == JsonType::null; }
  bool is_string() const { return type() == JsonType::string; }
  bool is_array() const { return type() == JsonType::array; }
  bool is_object() const { return type() == JsonType::object; }
  // True for missing, null, "", [] and {}.
  bool is_empty() const;

  // The value if it has this type.
  std::optional<std::string_view> string() const;
  std::optional<double> number() const;
  std::optional<bool> boolean() const;
  // The string, "" for anything else. May hold U+0000.
  std::string_view text() const;

  // The member of that name; missing if there is none or this is no object.
  Json operator[](std::string_view name) const;

  // Elements of an array; bytes of nothing else. 0 for anything that is no array or object.
  std::size_t size() const;

  class Elements;
  class Members;
  // The elements of an array; nothing for any other value.
  Elements elements() const;
  // Like elements(), but a value that is no array stands for the array of itself, as clients that send an object
  // where FHIR has an array mean it. Nothing for missing and null.
  Elements each() const;
  // Name and value of each member of an object, in the order received; nothing for any other value.
  Members members() const;

 private:
  const JsonNode* nodes_ = nullptr;
  std::uint32_t index_ = 0;
};

struct JsonMember {
  std::string_view name;
  Json value;
};

// Walks over what stands in one container. `Item` says what is at a node, and how far it reaches.
template <class Item>
class JsonRange {
 public:
  class iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = decltype(Item::at(nullptr, 0));
    using difference_type = std::ptrdiff_t;
    using pointer = const value_type*;
    using reference = value_type;
    iterator() = default;
    iterator(const JsonNode* nodes, std::uint32_t index) : nodes_(nodes), index_(index) {}
    value_type operator*() const { return Item::at(nodes_, index_); }
    iterator& operator++() {
      index_ = nodes_[index_ + Item::nodes_before_value].next;
      return *this;
    }
    iterator operator++(int) {
      iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const iterator& other) const { return index_ == other.index_; }

   private:
    const JsonNode* nodes_ = nullptr;
    std::uint32_t index_ = 0;
  };

  JsonRange() = default;
  JsonRange(const JsonNode* nodes, std::uint32_t first, std::uint32_t last)
      : nodes_(nodes), first_(first), last_(last) {}
  iterator begin() const { return iterator(nodes_, first_); }
  iterator end() const { return iterator(nodes_, last_); }

 private:
  const JsonNode* nodes_ = nullptr;
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
};

struct JsonElementAt {
  static constexpr std::uint32_t nodes_before_value = 0;
  static Json at(const JsonNode* nodes, std::uint32_t index) { return Json(nodes, index); }
};
struct JsonMemberAt {
  static constexpr std::uint32_t nodes_before_value = 1;  // the name
  static JsonMember at(const JsonNode* nodes, std::uint32_t index) {
    return {{nodes[index].characters, nodes[index].length}, Json(nodes, index + 1)};
  }
};
class Json::Elements : public JsonRange<JsonElementAt> {
  using JsonRange::JsonRange;
};
class Json::Members : public JsonRange<JsonMemberAt> {
  using JsonRange::JsonRange;
};

inline JsonType Json::type() const {
  return nodes_ == nullptr ? JsonType::missing : static_cast<JsonType>(nodes_[index_].type);
}

inline bool Json::is_empty() const {
  switch (type()) {
    case JsonType::missing:
    case JsonType::null:
      return true;
    case JsonType::string:
    case JsonType::array:
    case JsonType::object:
      return nodes_[index_].length == 0;
    default:
      return false;
  }
}

inline std::optional<std::string_view> Json::string() const {
  if (!is_string()) return std::nullopt;
  return std::string_view(nodes_[index_].characters, nodes_[index_].length);
}

inline std::optional<double> Json::number() const {
  if (type() != JsonType::number) return std::nullopt;
  return nodes_[index_].number;
}

inline std::optional<bool> Json::boolean() const {
  if (type() != JsonType::boolean) return std::nullopt;
  return nodes_[index_].boolean;
}

// Always inline, where code is optimised: of a literal name the length and the characters are compared as constants.
#ifdef __OPTIMIZE__
[[gnu::always_inline]]
#endif
inline Json
Json::operator[](std::string_view name) const {
  if (!is_object()) return {};
  const std::uint32_t end = nodes_[index_].next;
  for (std::uint32_t at = index_ + 1; at < end; at = nodes_[at + 1].next) {
    const JsonNode& member = nodes_[at];
    if (member.length == name.size() && std::memcmp(member.characters, name.data(), name.size()) == 0)
      return Json(nodes_, at + 1);
  }
  return {};
}

inline std::string_view Json::text() const { return string().value_or(std::string_view()); }

inline std::size_t Json::size() const { return is_array() || is_object() ? nodes_[index_].length : 0; }

inline Json::Elements Json::elements() const {
  return is_array() ? Elements(nodes_, index_ + 1, nodes_[index_].next) : Elements();
}

inline Json::Elements Json::each() const {
  if (is_array()) return elements();
  return exists() && !is_null() ? Elements(nodes_, index_, nodes_[index_].next) : Elements();
}

inline Json::Members Json::members() const {
  return is_object() ? Members(nodes_, index_ + 1, nodes_[index_].next) : Members();
}

// The strings of a document that do not stand in its text, for they have escapes. Internal to JsonDocument.
class JsonCharacters {
 public:
  // For so many; what was there is lost.
  void make_room(std::size_t size) {
    if (size <= room()) return;
    characters_ = {static_cast<char*>(take_memory(size)), GiveBackMemory{size}};
  }
  char* data() { return characters_.get(); }
  std::size_t room() const { return characters_.get_deleter().bytes; }

 private:
  std::unique_ptr<char[], GiveBackMemory> characters_;
};

// Reads one JSON text and owns what it makes of it; a part of it may stay in the text.
class JsonDocument {
 public:
  // Bytes of room behind a text; where there are fewer, it is moved to be parsed.
  static constexpr std::size_t padding = 64;

  // Parses `text`, which is changed by it and must outlive the views. Refused (Issue structure, too_costly or too_long;
  // the place as a byte offset in the diagnostics, never the text): anything RFC 8259 does not allow, trailing bytes, a
  // byte order mark, NUL, invalid or overlong UTF-8, escaped lone surrogates, a member name twice in one object,
  // numbers outside the range of a double, nesting or size above fhir::limits. Views of an earlier parse become
  // invalid.
  Result<Json> parse(std::string& text);

  // The memory that it holds, beside the text.
  std::size_t bytes() const { return nodes_.capacity() * sizeof(JsonNode) + characters_.room(); }

 private:
  List<JsonNode> nodes_;
  JsonCharacters characters_;
};

}  // namespace fhir
