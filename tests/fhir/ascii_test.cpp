#include "fhir/ascii.h"

#include <gtest/gtest.h>

namespace fhir {
namespace {

TEST(Ascii, LowersLettersAndNothingElse) {
  EXPECT_EQ(lower_case("AZaz09-@[`{"), "azaz09-@[`{");
  EXPECT_EQ(lower_case(""), "");
}

TEST(Ascii, LeavesWhatIsNotAscii) { EXPECT_EQ(lower_case("\u00c4RZT \u212b"), "\u00c4rzt \u212b"); }

TEST(Ascii, FindsATextInAList) {
  EXPECT_TRUE(is_one_of("draft", {"", "draft"}));
  EXPECT_TRUE(is_one_of("", {"", "draft"}));
  EXPECT_FALSE(is_one_of("dra", {"", "draft"}));
  EXPECT_FALSE(is_one_of("Draft", {"draft"}));
}

}  // namespace
}  // namespace fhir
