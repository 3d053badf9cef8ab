#include "rules/fact_text.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using rules::FactId;

TEST(FactText, IsThatOfTheCards) {
  EXPECT_EQ(rules::fact_text(FactId::t_score, -2.0), "-2.0");
  EXPECT_EQ(rules::fact_text(FactId::t_score, -2.45), "-2.45");
  EXPECT_EQ(rules::fact_text(FactId::months_since_dxa, 24.97), "24");
  EXPECT_EQ(rules::fact_text(FactId::age, 66.0), "66");
  EXPECT_EQ(rules::fact_text(FactId::smoking, rules::name_value(FactId::smoking, "former")), "former");
  EXPECT_EQ(rules::fact_text(FactId::bmi, rules::Unknown{}), "unknown");
}

}  // namespace
