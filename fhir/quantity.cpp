#include "fhir/quantity.h"

#include "fhir/ascii.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

namespace fhir {
namespace {

struct Typeset {
  std::string_view text;
  char plain;
};
constexpr Typeset typeset[] = {
    {"\t", ' '},     {"\u00a0", ' '},  // no-break space
    {"\u00b2", '2'},                   // superscript two
    {"\u207b", '-'}, {"\u2212", '-'},  // superscript minus, minus
    {"\u00b5", 'u'}, {"\u03bc", 'u'},  // micro, mu
};

// What the text begins with, and the plain character for it.
Typeset first_sign(std::string_view text) {
  const bool is_plain = text[0] != '\t' && (static_cast<unsigned char>(text[0]) & 0x80) == 0;
  if (!is_plain)
    for (const auto& sign : typeset)
      if (text.starts_with(sign.text)) return sign;
  return {text.substr(0, 1), text[0]};
}

// A unit in one spelling: lower case, without blanks, the signs of typeset text made plain.
class PlainUnit {
 public:
  explicit PlainUnit(std::string_view unit) {
    while (!unit.empty() && length_ < text_.size()) {
      const Typeset sign = first_sign(unit);
      if (sign.plain != ' ') text_[length_++] = lower_case(sign.plain);
      unit.remove_prefix(sign.text.size());
    }
  }
  bool is_one_of(std::initializer_list<std::string_view> spellings) const {
    return std::ranges::find(spellings, std::string_view(text_.data(), length_)) != spellings.end();
  }

 private:
  std::array<char, 40> text_{};  // longer than any unit known here
  std::size_t length_ = 0;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes the sign off the front: a hyphen, or one of the dashes that typesetting makes of it.
bool take_minus(std::string_view& text) {
  for (const std::string_view minus : {"-", "\u2212", "\u2010", "\u2011", "\u2013"}) {
    if (!text.starts_with(minus)) continue;
    text.remove_prefix(minus.size());
    return true;
  }
  return false;
}

}  // namespace

std::optional<Quantity> quantity_of(Json value) {
  const auto number = value["value"].number();
  if (!number) return std::nullopt;
  Quantity quantity{*number, value["code"].text(), Comparator::none};
  if (quantity.unit.empty()) quantity.unit = value["unit"].text();
  const std::string_view comparator = value["comparator"].text();
  if (comparator.starts_with('<')) quantity.comparator = Comparator::less;
  if (comparator.starts_with('>')) quantity.comparator = Comparator::greater;
  return quantity;
}

std::optional<double> number_in_text(std::string_view text) {
  text = trimmed(text);
  const bool negative = take_minus(text);
  if (!negative && text.starts_with('+')) text.remove_prefix(1);
  std::array<char, 16> digits{};
  if (text.empty() || text.size() > digits.size()) return std::nullopt;
  std::size_t marks = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_mark = text[i] == '.' || text[i] == ',';
    if (!is_mark && (text[i] < '0' || text[i] > '9')) return std::nullopt;
    // A decimal mark stands once, between digits.
    if (is_mark && (++marks > 1 || i == 0 || i + 1 == text.size())) return std::nullopt;
    digits[i] = is_mark ? '.' : text[i];
  }
  double value = 0;
  std::from_chars(digits.data(), digits.data() + text.size(), value);
  return negative ? -value : value;
}

std::optional<double> in_g_per_cm2(const Quantity& quantity) {
  const PlainUnit unit(quantity.unit);
  if (unit.is_one_of({"g/cm2", "g/cm-2", "g/cm^2", "g/cm**2", "g/(cm2)", "g/sqcm"})) return quantity.value;
  if (unit.is_one_of({"mg/cm2", "mg/cm-2", "mg/cm^2"})) return quantity.value / 1000;
  return std::nullopt;
}

std::optional<double> in_percent(const Quantity& quantity) {
  if (PlainUnit(quantity.unit).is_one_of({"%", "percent", "{percent}"})) return quantity.value;
  return std::nullopt;
}

std::optional<double> in_egfr_unit(const Quantity& quantity) {
  if (PlainUnit(quantity.unit)
          .is_one_of({"ml/min/{1.73_m2}", "ml/min/1.73m2", "ml/min/{1.73m2}", "ml/min/1.73_m2", "ml/min/1.73m^2",
                      "ml/min/{1.73}m2", "ml/min/1.73", "ml/min/1.73sqm", "ml/min/1.73mxm", "ml/min"}))
    return quantity.value;
  return std::nullopt;
}

std::optional<double> in_mg_per_dl(const Quantity& quantity) {
  if (PlainUnit(quantity.unit).is_one_of({"mg/dl", "mg%"})) return quantity.value;
  return std::nullopt;
}

std::optional<double> in_mmol_per_l(const Quantity& quantity) {
  if (PlainUnit(quantity.unit).is_one_of({"mmol/l"})) return quantity.value;
  return std::nullopt;
}

std::optional<double> in_g_per_dl(const Quantity& quantity) {
  const PlainUnit unit(quantity.unit);
  if (unit.is_one_of({"g/dl", "g%"})) return quantity.value;
  if (unit.is_one_of({"g/l"})) return quantity.value / 10;
  return std::nullopt;
}

std::optional<double> in_ng_per_ml(const Quantity& quantity) {
  if (PlainUnit(quantity.unit).is_one_of({"ng/ml", "ug/l", "mcg/l"})) return quantity.value;
  return std::nullopt;
}

std::optional<double> in_nmol_per_l(const Quantity& quantity) {
  if (PlainUnit(quantity.unit).is_one_of({"nmol/l"})) return quantity.value;
  return std::nullopt;
}

std::optional<double> in_kg_per_m2(const Quantity& quantity) {
  if (PlainUnit(quantity.unit).is_one_of({"kg/m2", "kg/m^2", "kg/m**2", "kg/(m2)", "kg/sqm"})) return quantity.value;
  return std::nullopt;
}

std::optional<double> in_kg(const Quantity& quantity) {
  const PlainUnit unit(quantity.unit);
  if (unit.is_one_of({"kg", "kilogram", "kilograms"})) return quantity.value;
  if (unit.is_one_of({"g"})) return quantity.value / 1000;
  if (unit.is_one_of({"[lb_av]", "lb", "lbs"})) return quantity.value * 0.45359237;  // the international pound
  return std::nullopt;
}

std::optional<double> in_cm(const Quantity& quantity) {
  const PlainUnit unit(quantity.unit);
  if (unit.is_one_of({"cm", "centimeter", "centimetre"})) return quantity.value;
  if (unit.is_one_of({"m"})) return quantity.value * 100;
  if (unit.is_one_of({"[in_i]", "in", "inch", "inches"})) return quantity.value * 2.54;  // the international inch
  return std::nullopt;
}

std::optional<double> in_days(const Quantity& quantity) {
  const PlainUnit unit(quantity.unit);
  if (unit.is_one_of({"d", "day", "days"})) return quantity.value;
  if (unit.is_one_of({"wk", "week", "weeks"})) return quantity.value * 7;
  if (unit.is_one_of({"mo", "month", "months"})) return quantity.value * 30;
  if (unit.is_one_of({"a", "year", "years"})) return quantity.value * 365;
  return std::nullopt;
}

bool is_t_score_unit(const Quantity& quantity) {
  return PlainUnit(quantity.unit).is_one_of({"", "{t-score}", "{tscore}", "t-score", "tscore", "1"});
}

bool is_tablet_unit(const Quantity& quantity) {
  return PlainUnit(quantity.unit)
      .is_one_of({"", "{tbl}", "{tablet}", "{tablets}", "tbl", "tab", "tabs", "tablet", "tablets", "{tab}", "{pill}",
                  "pill", "pills", "1", "{each}", "each", "ea"});
}

}  // namespace fhir
