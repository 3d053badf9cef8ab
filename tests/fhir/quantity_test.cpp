#include "fhir/quantity.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

using Conversion = std::optional<double> (*)(const Quantity&);

Quantity of(double value, std::string_view unit) { return Quantity{value, unit, Comparator::none}; }

TEST(QuantityOf, takes_the_value_and_the_code_of_the_unit) {
  const JsonText text(R"({"value":-2.6,"unit":"T","system":"http://unitsofmeasure.org","code":"{T-score}"})");
  const auto quantity = quantity_of(text.root());
  ASSERT_TRUE(quantity);
  EXPECT_EQ(quantity->value, -2.6);
  EXPECT_EQ(quantity->unit, "{T-score}");
  EXPECT_EQ(quantity->comparator, Comparator::none);
}

TEST(QuantityOf, takes_the_unit_as_text_where_there_is_no_code) {
  const JsonText text(R"([{"value":1,"unit":"g/cm2"},{"value":1,"unit":"g/cm2","code":""},{"value":1}])");
  auto element = text.root().elements().begin();
  EXPECT_EQ(quantity_of(*element++)->unit, "g/cm2");
  EXPECT_EQ(quantity_of(*element++)->unit, "g/cm2");
  EXPECT_EQ(quantity_of(*element++)->unit, "");
}

// http://hl7.org/fhir/R4/valueset-quantity-comparator.html
TEST(QuantityOf, tells_less_from_greater) {
  const std::pair<const char*, Comparator> comparators[] = {{"<", Comparator::less},    {"<=", Comparator::less},
                                                            {">", Comparator::greater}, {">=", Comparator::greater},
                                                            {"", Comparator::none},     {"ad", Comparator::none}};
  for (const auto& [spelling, comparator] : comparators) {
    const JsonText text(std::string(R"({"value":60,"comparator":")").append(spelling).append("\"}"));
    EXPECT_EQ(quantity_of(text.root())->comparator, comparator) << spelling;
  }
}

TEST(QuantityOf, is_nothing_without_a_number) {
  for (const char* json : {"{}", R"({"value":"-2.6"})", R"({"value":null})", R"({"value":[1]})", R"({"unit":"kg"})",
                           "-2.6", R"("-2.6")", "[]", "null"})
    EXPECT_FALSE(quantity_of(JsonText(json).root())) << json;
  EXPECT_FALSE(quantity_of(Json()));
}

// clinical-policy.md, T-scores: a text that is wholly one number, also with decimal comma or U+2212.
TEST(NumberInText, is_the_whole_text) {
  const std::pair<const char*, double> numbers[] = {
      {"-2.6", -2.6},      {"-2,6", -2.6},   {"\u22122.6", -2.6},    {"\u22122,6", -2.6},
      {"\u20132.6", -2.6}, {"2.6", 2.6},     {"+0.4", 0.4},          {"0", 0},
      {"-3", -3},          {" -2.6 ", -2.6}, {"\t1.5\t", 1.5},       {"\u20102.5", -2.5},
      {"\u20112.5", -2.5}, {"007", 7},       {"1.0000000000000", 1},
  };
  for (const auto& [text, value] : numbers) EXPECT_EQ(number_in_text(text), value) << text;
}

TEST(NumberInText, is_nothing_beside_anything_else) {
  for (const char* text : {"",          " ",          "-",
                           "+",         ".",          ",",
                           "-.",        "\u2212",     "2.",
                           ".5",        "-.5",        "-2.6 SD",
                           "T -2.6",    "-2.6/-1.9",  "-2.6 -1.9",
                           "-2.6;-1.9", "-2.6, -1.9", "1,234,5",
                           "1.2.3",     "1.2,3",      "--2.6",
                           "-+2.6",     "+-2.6",      "- 2.6",
                           "2e1",       "0x10",       "inf",
                           "nan",       "<-2.5",      "~2",
                           "2-",        "\u22652",    "12345678901234567",
                           "\xFF",      "\xE2\x88",   "2.6\n"})
    EXPECT_FALSE(number_in_text(text)) << text;
  EXPECT_FALSE(number_in_text(std::string_view("2\0", 2)));
}

TEST(Unit, is_converted_from_every_spelling_known) {
  const struct {
    Conversion conversion;
    double value;
    const char* unit;
    double converted;
  } cases[] = {
      {in_g_per_cm2, 0.85, "g/cm2", 0.85},
      {in_g_per_cm2, 0.85, "g/cm-2", 0.85},
      {in_g_per_cm2, 0.85, "g/cm\u00b2", 0.85},
      {in_g_per_cm2, 0.85, "G / CM2", 0.85},
      {in_g_per_cm2, 0.85, "g/cm\u207b\u00b2", 0.85},
      {in_g_per_cm2, 0.85, "g/cm\u22122", 0.85},
      {in_g_per_cm2, 0.85, "g\u00a0/cm2", 0.85},
      {in_g_per_cm2, 0.85, "\tg/cm^2", 0.85},
      {in_g_per_cm2, 850, "mg/cm2", 0.85},
      {in_g_per_cm2, 850, "mg/cm\u00b2", 0.85},
      {in_percent, 21, "%", 21},
      {in_percent, 21, "percent", 21},
      {in_egfr_unit, 28, "mL/min/{1.73_m2}", 28},
      {in_egfr_unit, 28, "mL/min/1.73m2", 28},
      {in_egfr_unit, 28, "mL/min/1.73 m\u00b2", 28},
      {in_egfr_unit, 28, "mL/min", 28},
      {in_mg_per_dl, 8.1, "mg/dL", 8.1},
      {in_mmol_per_l, 2.1, "mmol/L", 2.1},
      {in_g_per_dl, 4, "g/dL", 4},
      {in_g_per_dl, 40, "g/L", 4},
      {in_ng_per_ml, 18, "ng/mL", 18},
      {in_ng_per_ml, 18, "ug/L", 18},
      {in_ng_per_ml, 18, "\u00b5g/L", 18},
      {in_ng_per_ml, 18, "\u03bcg/L", 18},
      {in_ng_per_ml, 18, "mcg/L", 18},
      {in_nmol_per_l, 45, "nmol/L", 45},
      {in_kg_per_m2, 19, "kg/m2", 19},
      {in_kg_per_m2, 19, "kg/m\u00b2", 19},
      {in_kg, 60, "kg", 60},
      {in_kg, 60000, "g", 60},
      {in_kg, 100, "[lb_av]", 45.359237},
      {in_kg, 100, "lbs", 45.359237},
      {in_cm, 165, "cm", 165},
      {in_cm, 1.65, "m", 165},
      {in_cm, 65, "[in_i]", 165.1},
      {in_cm, 65, "inches", 165.1},
      {in_days, 5, "d", 5},
      {in_days, 5, "days", 5},
      {in_days, 2, "wk", 14},
      {in_days, 2, "weeks", 14},
      {in_days, 3, "mo", 90},
      {in_days, 1, "a", 365},
      {in_days, 1, "years", 365},
  };
  for (const auto& each : cases) {
    const auto converted = each.conversion(of(each.value, each.unit));
    ASSERT_TRUE(converted) << each.unit;
    EXPECT_DOUBLE_EQ(*converted, each.converted) << each.unit;
  }
}

TEST(Unit, is_refused_if_it_means_something_else_or_is_not_said) {
  const struct {
    Conversion conversion;
    std::vector<const char*> units;
  } cases[] = {
      {in_g_per_cm2, {"g/cm3", "g", "{T-score}", "%", "kg/m2", "mg/cm3", "g/cm2 x"}},
      {in_percent, {"1", "{T-score}", "%%"}},
      {in_egfr_unit, {"mL/s", "mL/h", "L/min", "mg/dL"}},
      {in_mg_per_dl, {"mmol/L", "mg/L", "g/dL", "mEq/L"}},
      {in_mmol_per_l, {"mg/dL", "umol/L", "mmol/mol"}},
      {in_g_per_dl, {"mg/dL", "mmol/L", "umol/L"}},
      {in_ng_per_ml, {"nmol/L", "ng/L", "ug/mL"}},
      {in_nmol_per_l, {"ng/mL", "mmol/L", "pmol/L"}},
      {in_kg_per_m2, {"kg", "g/cm2"}},
      {in_kg, {"[oz_av]", "[st_av]", "cm", "kg/m2"}},
      {in_cm, {"[ft_i]", "mm", "kg"}},
      {in_days, {"h", "min", "s", "ms", "{tbl}"}},
  };
  for (const auto& each : cases) {
    for (const char* unit : each.units) EXPECT_FALSE(each.conversion(of(1, unit))) << unit;
    EXPECT_FALSE(each.conversion(of(1, "")));
    EXPECT_FALSE(each.conversion(of(1, std::string(100, 'g'))));
    EXPECT_FALSE(each.conversion(of(1, std::string_view("k\0g", 3))));
  }
}

// clinical-policy.md, T-scores: unit `{T-score}`, `1`, "T-score" or none.
TEST(Unit, of_a_t_score_is_none_or_its_name) {
  for (const char* unit : {"{T-score}", "1", "T-score", "", "t-score", "{T-Score}", "T score"})
    EXPECT_TRUE(is_t_score_unit(of(-2, unit))) << unit;
  for (const char* unit : {"g/cm2", "%", "{Z-score}", "Z-score", "SD", "10", "{score}"})
    EXPECT_FALSE(is_t_score_unit(of(-2, unit))) << unit;
}

TEST(Unit, of_a_number_of_tablets) {
  for (const char* unit : {"{tbl}", "tablet", "tablets", "{pill}", "1", "TAB", "", "Tablets"})
    EXPECT_TRUE(is_tablet_unit(of(30, unit))) << unit;
  for (const char* unit : {"mg", "mL", "d", "{box}", "tablespoon"}) EXPECT_FALSE(is_tablet_unit(of(30, unit))) << unit;
}

}  // namespace
}  // namespace fhir
