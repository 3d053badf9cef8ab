// What a guideline may not say: each slip is refused by a line that names the file and the case.
#include <gtest/gtest.h>

#include "tests/rules/written_guideline.h"

namespace rules {
namespace {

struct Slip {
  const char* file;
  const char* before;
  const char* after;
  const char* refusal;
};

class GuidelineRefuses : public testing::TestWithParam<Slip> {};

TEST_P(GuidelineRefuses, TellingTheCase) {
  const auto& [file, before, after, refusal] = GetParam();
  const std::string told = WrittenGuideline().change(file, before, after).refusal();
  EXPECT_NE(told.find(refusal), std::string::npos) << before << " -> " << after << "\n" << told;
}

constexpr Slip proof[] = {
    {"therapy.json", "<= -2.5", "< -2.5",
     "therapy.json: no rule matches when t_score = -2.5, factors = 0, loss = true"},
    {"therapy.json", "(-2.5..", "[-2.5..", "therapy.json: rules low and low both match when t_score = -2.5"},
    {"scope.json", "\"< 18\"", "\"<= 18\"", "scope.json: rules child and pregnant both match when age = 18"},
    {"therapy.json", "\"factors\": \"2\"", "\"factors\": \"7\"", "no rule matches when"},
    {"therapy.json", "\"t_score\": \"unknown\"", "\"t_score\": \"unknown\", \"bmi\": \"known\"", "asks about 'bmi'"},
    {"therapy.json", "\"loss\"]", "\"loss\", \"bmi\"]", "has an input that no rule asks about: bmi"},
    {"therapy.json", "\"loss\"]", "\"loss\", \"loss\"]", "has an input twice: loss"},
    {"therapy.json", "\"loss\"]", "\"loss\", \"kidney\"]", "no fact, count or earlier table: kidney"},
    {"scope.json", "\"expect\": \"child\"", "\"expect\": \"other\"",
     "scope.json example 1: expects other and gets child"},
    {"scope.json", "\"then\": \"go\" } ]", "\"then\": \"child\" } ]",
     "example 3: leads to go, which it does not expect"},
    {"scope.json", "\"expect\": \"pregnant\"", "\"expect\": \"child\"", "has no example of rule pregnant"},
    {"kidney.json", "\"scope\": \"go\", ", "", "example 1: does not give scope"},
    {"kidney.json", "\"scope\": \"go\"", "\"scope\": \"no\"", "example 1: gives no value of scope"},
    {"kidney.json", "\"scope\": \"go\"", "\"bmi\": 3, \"scope\": \"go\"", "gives 'bmi', which is not asked"},
    {"loss.json", "\"annual_bmd_loss\": 10", "\"annual_bmd_loss\": 9.9", "loss.json example 1: gives false, not true"},
    {"profile.json", "kidney/low\", \"scope/child", "kidney/low\", \"scope/go", "meet when"},
    {"profile.json", "scope/child", "scope/none", "is no pair of table/outcome"},
    {"profile.json", "scope/child", "scope", "is no pair of table/outcome"},
    {"profile.json", ", \"scope/child\"", "", "'never_together' is a list of pairs"},
};
INSTANTIATE_TEST_SUITE_P(Proof, GuidelineRefuses, testing::ValuesIn(proof));

constexpr Slip texts[] = {
    {"therapy.json", "{factors} risk", "{bmi} risk", "therapy/factors summary: uses {bmi} where it may be unknown"},
    {"kidney.json", "\"eGFR {egfr}\"", "\"eGFR {bmi}\"", "uses {bmi} where it may be unknown"},
    {"kidney.json", "Kidney at {t_score}", "Kidney at {age}", "uses {age} where it may be unknown"},
    {"words.json", "\"t_score\": \"known\"", "\"bmi\": \"known\"",
     "finding scan: uses {t_score} where it may be unknown"},
    {"words.json", "Data could not", "{bmi} could not", "data_quality _card: uses {bmi} where it may be unknown"},
    {"words.json", "It is undated", "It is {bmi}", "uses {bmi} where it may be unknown"},
    {"therapy.json", "{factors} risk", "{nothing} risk", "has a placeholder that is no fact: {nothing}"},
    {"therapy.json", "{factors} risk", "{factors risk", "has a placeholder that is no fact"},
    {"therapy.json", "\"Treat.\"", "\"Treat}.\"", "has a } without a {"},
    {"therapy.json", "\"Treat.\"", "\"<b>Treat\"", "has a < in it"},
    {"therapy.json", "\"Treat.\"", "\"\"", "has an empty text"},
    {"therapy.json", "\"{factors} risk factors\"", "{ \"text\": \"x\", \"when\": { \"age\": \"known\" } }",
     "summary: may have nothing to tell"},
    {"therapy.json", "\"{factors} risk factors\"", "[]", "summary: may have nothing to tell"},
    {"therapy.json", "\"{factors} factors.\"", "[{ \"text\": \"x\", \"when\": { \"age\": \"known\" } }]",
     "may have nothing to tell"},
    {"therapy.json", "\"{factors} factors.\"", "[\"x\", \"y\"]", "has a text that is never told"},
    {"therapy.json", "\"{factors} factors.\"", "[{ \"text\": \"{bmi}\", \"when\": { \"age\": \"known\" } }, \"y\"]",
     "uses {bmi} where it may be unknown"},
    {"therapy.json", "{t_score}: treat",
     "{t_score}: 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
     "0123456789012345678901234567890",
     "less than 140 are shown"},
};
INSTANTIATE_TEST_SUITE_P(Texts, GuidelineRefuses, testing::ValuesIn(texts));

constexpr Slip members[] = {
    {"therapy.json", "\"title\": \"Therapy\"", "\"titel\": \"Therapy\"", "has a member 'titel' that nothing reads"},
    {"therapy.json", "\"id\": \"therapy\"", "\"id\": \"scope\"", "has an id that is taken: scope"},
    {"loss.json", "\"id\": \"loss\"", "\"id\": \"factors\"", "has an id that is taken: factors"},
    {"therapy.json", "\"slot\": \"therapy\"", "\"slot\": \"bones\"", "'slot' must be"},
    {"therapy.json", "\"slot\": \"therapy\",", "", "makes cards and has no slot"},
    {"therapy.json", "\"id\": \"factors\"", "\"id\": \"low\"", "has two rules with the id low"},
    {"therapy.json", "\"then\": \"assess\"", "\"then\": \"nothing\"", "leads to an outcome that is not there"},
    {"therapy.json", "\"then\": \"assess\"", "\"then\": \"none\"", "has an outcome to which no rule leads: assess"},
    {"therapy.json", "\"criterion\": \"{factors} factors.\",", "", "makes a card and has no criterion"},
    {"therapy.json", "\"source\": { \"section\": \"5\" }", "\"source\": {}",
     "rule factors: has no source with a section"},
    {"therapy.json", "\"of\": \"policy\"", "\"of\": \"book\"", "names a source that the profile does not have: book"},
    {"therapy.json", "\"topic\": \"TREAT\"", "\"topic\": \"treat\"", "'topic' must be capital letters and digits"},
    {"therapy.json", "\"warning\"", "\"critical\"", "'indicator' must be info or warning"},
    {"therapy.json", "\"show\"", "\"hide\"", "'on_renewal' must be show or silent"},
    {"therapy.json", "\"scan\"", "\"scans\"", "shows a finding that has no words: scans"},
    {"therapy.json", "\"order\"", "\"orders\"", "suggests what has no words: orders"},
    {"therapy.json", "\"smoking\"]", "\"smoke\"]", "names a fact that is none: smoke"},
    {"therapy.json", "[\"Assess.\"]", "[]", "does not say what to do"},
    {"therapy.json", "\"Much.\"", "3", "has something in a list of texts that is no text"},
    {"therapy.json", "\"none\": {}", "\"none\": 1", "is no object"},
    {"therapy.json", "\"none\": {}", "\"none\": { \"advice\": [\"a\"] }", "advises nowhere"},
    {"therapy.json", "\"none\": {}", "\"none\": { \"alone\": true }", "stands alone without a card"},
    {"scope.json", "\"silent\": \"child\"", "\"silent\": \"child\", \"note\": {}", "is silent and speaks"},
    {"kidney.json", "\"cautions\"", "\"notes\"", "'in' must be found, do or cautions"},
    {"kidney.json", "[\"therapy\"]", "[\"bones\"]", "'on' names no slot: bones"},
    {"kidney.json", "\"slot\": \"therapy\", \"topic\"", "\"topic\"", "'otherwise' has no slot"},
    {"kidney.json", "[\"nutrition\", \"therapy\"]", "[\"nutrition\"]",
     "makes a card in a slot that 'on' does not name"},
    {"loss.json", "\"any\"", "\"some\"", "'is' must be count or any"},
    {"loss.json", "{ \"annual_bmd_loss\": \">= 10\" }", "{}", "has a criterion that asks nothing"},
    {"loss.json", "\"annual_bmd_loss\": \">= 10\"", "\"factors\": \">= 1\"", "asks about 'factors'"},
    {"loss.json", ">= 10", ">= inf", "'>= inf' is no value of annual_bmd_loss"},
    {"loss.json", ">= 10", "=> 10", "'=> 10' is no value of annual_bmd_loss"},
    {"loss.json", ">= 10", "[2..1]", "'[2..1]' is no value of annual_bmd_loss"},
    {"loss.json", ">= 10", "{2..3]", "'{2..3]' is no value of annual_bmd_loss"},
    {"loss.json", "\">= 10\"", "10", "a cell is a text"},
    {"scope.json", "\"not(true)\"", "\"not(yes)\"", "'yes' is no value of pregnancy"},
    {"kidney.json", "\"not(child)\"", "\"unknown\"", "'unknown' is no value of scope"},
    {"scope.json", "{ \"age\": \"< 18\" }", "3", "'when' is no object"},
    {"scope.json", "\"when\": { \"age\": \"< 18\" },", "", "has no 'when'"},
};
INSTANTIATE_TEST_SUITE_P(Members, GuidelineRefuses, testing::ValuesIn(members));

constexpr Slip files[] = {
    {"profile.json", "\"draft\"", "\"done\"", "'status' must be draft or active"},
    {"profile.json", "\"draft\"", "\"active\"", "is active and nobody has signed it"},
    {"profile.json", "\"sign_off\": []", "\"sign_off\": [{ \"by\": \"A\" }]", "profile.json sign_off: has no 'date'"},
    {"profile.json", "\"source\": \"paper\"", "\"source\": \"book\"", "'source' is none of its sources"},
    {"profile.json", "\"scope.json\"", "\"../scope.json\"", "names a file that is not allowed: ../scope.json"},
    {"profile.json", "\"scope.json\"", "\"scope.txt\"", "names a file that is not allowed: scope.txt"},
    {"profile.json", "\"scope.json\"", "\"absent.json\"", "absent.json: cannot be opened"},
    {"profile.json", "[\"scope.json\", \"therapy.json\", \"kidney.json\", \"nutrition.json\"]", "[]", "has no tables"},
    {"scope.json", "\"inputs\"", "inputs", "scope.json: "},
    {"words.json", "\"body\"", "\"scan\"", "name"},
    {"words.json", "\"undated\"", "\"old\"", "names an issue that no reader knows: old"},
    {"words.json", "\"undated\": ", "\"partial\": ", "has no sentence for undated"},
    {"words.json", "\"bone-density\", ", "", "do not say that data quality is told on the card of bone density"},
    {"words.json", "\"bone-density\", ", "\"bone-density\", \"feet\", ", "names no slot: feet"},
    {"words.json", "[ { \"code\": \"done\", \"system\": \"urn:reasons\", \"display\": \"Done elsewhere\" } ]", "[]",
     "have no reasons to override"},
    {"profile.json", "\"sign_off\": []",
     "\"sign_off\": [{ \"by\": \"A\", \"date\": \"2026-01-15\", \"review_by\": \"soon\" }]",
     "'review_by' must be a day"},
    {"words.json", "\"display\": \"Done elsewhere\"", "\"display\": \"Done elsewhere\", \"quiets\": \"always\"",
     "'quiets' must be for-a-time or until-next-order"},
    {"nutrition.json", "\"none\": {}", "\"none\": { \"safety\": true }", "is of safety without a card or a note"},
    {"words.json", "\"ServiceRequest\"", "\"Patient\"", "creates neither a ServiceRequest nor a MedicationRequest"},
    {"words.json", "\"status\": \"draft\"", "\"status\": \"active\"", "creates a resource that is no draft"},
    {"words.json", "\"intent\"", "\"subject\": {}, \"intent\"", "has a subject, which the service fills in"},
    {"words.json", "\"intent\"", "\"orderDetail\": [], \"intent\"",
     "has orderDetail, which is not written in every version of FHIR"},
    {"words.json", "\"proposal\"", "\"Zoledronic acid\"", "creates an order for a bone-protective drug"},
};
INSTANTIATE_TEST_SUITE_P(Files, GuidelineRefuses, testing::ValuesIn(files));

TEST(Guideline, LoadsWhenNothingIsWrong) { EXPECT_EQ(WrittenGuideline().refusal(), ""); }

TEST(Guideline, TellsWhoHasSignedIt) {
  WrittenGuideline guideline;
  guideline.change("profile.json", "\"draft\"", "\"active\"");
  guideline.change("profile.json", "\"sign_off\": []", R"("sign_off": [ { "by": "Dr A", "date": "2026-01-15",
                   "review_by": "2027-01-15" }, { "by": "Dr B", "date": "2026-01-16", "review_by": "2027-01-15" } ])");
  const auto loaded = guideline.load();
  ASSERT_TRUE(loaded) << loaded.error().diagnostics;
  EXPECT_NE((*loaded)->to_markdown().find("Signed off: Dr A, 2026-01-15, review by 2027-01-15; Dr B"),
            std::string::npos);
  EXPECT_EQ((*loaded)->review_by(), fhir::parse_date("2027-01-15")->earliest);
}

TEST(Guideline, IsToBeReviewedOnTheFirstDayThatASignatureNames) {
  EXPECT_FALSE(WrittenGuideline().load().value()->review_by());
  WrittenGuideline guideline;
  guideline.change("profile.json", "\"sign_off\": []", R"("sign_off": [ { "by": "Dr A", "date": "2026-01-15",
                   "review_by": "2028-01-15" }, { "by": "Dr B", "date": "2026-01-16", "review_by": "2027-06-30" } ])");
  EXPECT_EQ(guideline.load().value()->review_by(), fhir::parse_date("2027-06-30")->earliest);
}

TEST(Guideline, SaysWhichReasonsQuietACard) {
  EXPECT_EQ(WrittenGuideline().load().value()->override_reasons().at(0).quiets, Quiets::nothing);
  for (const auto& [word, quiets] :
       {std::pair("for-a-time", Quiets::for_a_time), std::pair("until-next-order", Quiets::until_next_order)}) {
    WrittenGuideline guideline;
    guideline.change("words.json", "\"display\": \"Done elsewhere\"",
                     std::string("\"display\": \"Done elsewhere\", \"quiets\": \"") + word + "\"");
    EXPECT_EQ(guideline.load().value()->override_reasons().at(0).quiets, quiets);
  }
}

TEST(Guideline, RefusesAFindingTwice) {
  WrittenGuideline guideline;
  guideline.write("more.json", R"({ "findings": { "scan": "Again." } })");
  guideline.change("profile.json", "\"words.json\"", "\"words.json\", \"more.json\"");
  EXPECT_NE(guideline.refusal().find("more.json: has a finding twice: scan"), std::string::npos);
}

// What asks about its outcome later must not stumble over it.
TEST(Guideline, RefusesATableWithoutOutcomes) {
  WrittenGuideline guideline;
  guideline.write("scope.json", R"({ "id": "scope", "title": "Scope", "version": "1.0.0", "inputs": ["age"],
      "rules": [ { "id": "any", "when": { "age": "known, unknown" }, "then": "go", "source": { "section": "1" } } ],
      "outcomes": {}, "examples": [ { "given": {}, "expect": "any", "then": "go" } ] })");
  EXPECT_NE(guideline.refusal().find("scope.json: has no outcomes, or too many"), std::string::npos);
}

TEST(Guideline, RefusesATableWithMoreOutcomesThanAreTold) {
  std::string outcomes = "\"outcomes\": {";
  for (int i = 0; i < 100; ++i) outcomes += " \"o" + std::to_string(i) + "\": {},";
  WrittenGuideline guideline;
  guideline.change("scope.json", "\"outcomes\": {", outcomes);
  guideline.change("kidney.json", "not(child)", "o99, go");
  EXPECT_NE(guideline.refusal().find("scope.json: has no outcomes, or too many"), std::string::npos);
}

std::string table(const std::string& id, const std::string& inputs, const std::string& rules) {
  return "{ \"id\": \"" + id + "\", \"title\": \"T\", \"version\": \"1.0.0\", \"inputs\": [" + inputs +
         "], \"rules\": [" + rules + "], \"outcomes\": { \"a\": {}, \"b\": {} }, \"examples\": [] }";
}

// Each table asks for the one before it in two ways: gone through one by one, these are 2^50.
TEST(Guideline, IsCheckedInTimeHoweverManyTablesRestOnOneAnother) {
  WrittenGuideline guideline;
  std::string names = "\"t0.json\"";
  guideline.write("t0.json", table("t0", "\"bmi\"", R"({ "id": "x", "when": { "bmi": "known" }, "then": "a",
      "source": { "section": "1" } }, { "id": "y", "when": { "bmi": "unknown" }, "then": "b", "source": { "section": "1" } })"));
  for (int i = 1; i <= 50; ++i) {
    const std::string id = "t" + std::to_string(i);
    const std::string before = "\"t" + std::to_string(i - 1) + "\"";
    guideline.write(id + ".json",
                    table(id, before,
                          "{ \"id\": \"x\", \"when\": [ { " + before + ": \"a\" }, { " + before +
                              ": \"a\" } ], \"then\": \"a\", \"criterion\": \"{bmi}.\", \"source\": {} }"));
    names += ", \"" + id + ".json\"";
  }
  guideline.change("profile.json", "\"scope.json\"", names + ", \"scope.json\"");
  const std::string told = guideline.refusal();
  EXPECT_NE(told.find("t50.json: rules x and x both match"), std::string::npos) << told;
  EXPECT_EQ(told.find("where it may be unknown"), std::string::npos) << told;
}

TEST(Guideline, RefusesForbiddenPairsThatTakeTooLongToProve) {
  const std::string inputs =
      R"("hospice", "pregnancy", "bone_metastases", "menopause", "osteoporosis", "kidney_stones")";
  const std::string others =
      R"("hypocalcaemia", "hypercalcaemia", "takes_calcium", "takes_vitamin_d", "dxa_ordered", "breast_cancer")";
  WrittenGuideline guideline;
  guideline.write("x.json",
                  table("x", inputs, R"({ "id": "any", "when": {}, "then": "a", "source": { "section": "1" } })"));
  guideline.write("y.json",
                  table("y", others, R"({ "id": "any", "when": {}, "then": "a", "source": { "section": "1" } })"));
  guideline.change("profile.json", "\"scope.json\"", R"("x.json", "y.json", "scope.json")");
  guideline.change("profile.json", R"([["kidney/low", "scope/child"]])", R"([["x/a", "y/a"], ["x/a", "y/a"]])");
  EXPECT_NE(guideline.refusal().find("rests on more combinations than can be proven"), std::string::npos);
}

TEST(Guideline, RefusesATableOfMoreCellsThanCanBeTold) {
  std::string ways = "{}";
  for (int i = 1; i < 65'535; ++i) ways += ", {}";
  WrittenGuideline guideline;
  guideline.write("x.json",
                  table("x", "\"hospice\"",
                        R"({ "id": "any", "when": [)" + ways + R"(], "then": "a", "source": { "section": "1" } })"));
  guideline.change("profile.json", "\"scope.json\"", "\"x.json\", \"scope.json\"");
  EXPECT_NE(guideline.refusal().find("x.json: has too many cells, or variables"), std::string::npos);
}

TEST(Guideline, RefusesAFolderWithoutAProfile) {
  const auto loaded = Guideline::load("no-such-folder");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().diagnostics, "profile.json: cannot be opened\n");
}

TEST(Guideline, RefusesAFileThatIsNoObject) {
  EXPECT_NE(WrittenGuideline().write("scope.json", "[]").refusal().find("scope.json: is no JSON object"),
            std::string::npos);
}

}  // namespace
}  // namespace rules
