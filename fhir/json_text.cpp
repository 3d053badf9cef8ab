#include "fhir/json_text.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>

namespace fhir {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

rapidjson::SizeType length_of(std::string_view text) { return static_cast<rapidjson::SizeType>(text.size()); }

void write_number(double number, Writer& writer) {
  constexpr double exact = 9007199254740992.0;  // 2^53: integers up to it are written without a fraction
  if (number == std::floor(number) && std::abs(number) < exact)
    writer.Int64(static_cast<std::int64_t>(number));
  else
    writer.Double(number);
}

void write(Json value, Writer& writer) {
  switch (value.type()) {
    case JsonType::missing:
      break;
    case JsonType::null:
      writer.Null();
      break;
    case JsonType::boolean:
      writer.Bool(*value.boolean());
      break;
    case JsonType::number:
      write_number(*value.number(), writer);
      break;
    case JsonType::string:
      writer.String(value.text().data(), length_of(value.text()));
      break;
    case JsonType::array:
      writer.StartArray();
      for (const Json element : value.elements()) write(element, writer);
      writer.EndArray();
      break;
    case JsonType::object:
      writer.StartObject();
      for (const auto& [name, member] : value.members()) {
        writer.Key(name.data(), length_of(name));
        write(member, writer);
      }
      writer.EndObject();
      break;
  }
}

}  // namespace

std::string to_text(Json value) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  write(value, writer);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace fhir
