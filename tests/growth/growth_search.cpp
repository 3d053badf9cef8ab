// Looks for quadratic time: a call in which the contents of two places are many is answered in about twice the time
// when they are twice as many, whichever places they are. README.md says how to run it.
#include <algorithm>
#include <boost/json/src.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "tests/fuzz/quiet.h"
#include "tests/server/offline_service.h"
#include "tests/support/growth.h"

namespace {

namespace json = boost::json;

// A place in the call: an element that is written many times, or a string that is made long.
struct Place {
  std::string pointer;  // RFC 6901
  bool is_string = false;
  std::string pattern;  // the pointer without the numbers of elements
};

// Everything that can be many: of strings, the first of each pattern.
class Places {
 public:
  explicit Places(const json::value& call) { walk(call, "", "", false); }
  const std::vector<Place>& all() const { return all_; }

 private:
  void walk(const json::value& value, const std::string& pointer, const std::string& pattern, bool is_element) {
    if (is_element) all_.push_back({pointer, false, pattern});
    if (value.is_string() && strings_[pattern]++ == 0) all_.push_back({pointer, true, pattern});
    if (value.is_object())
      for (const auto& member : value.get_object()) {
        const std::string name = "/" + std::string(member.key());
        walk(member.value(), pointer + name, pattern + name, false);
      }
    if (value.is_array())
      for (std::size_t i = 0; i < value.get_array().size(); ++i)
        walk(value.get_array()[i], pointer + "/" + std::to_string(i), pattern + "/*", true);
  }

  std::map<std::string, int> strings_;
  std::vector<Place> all_;
};

// What is in the other would be many times as many.
bool is_within(const Place& inner, const Place& outer) { return inner.pointer.starts_with(outer.pointer + "/"); }

void make_many(json::value& call, const Place& place, std::size_t times) {
  constexpr std::size_t characters_for_an_element = 100;
  if (place.is_string) {
    json::string& text = call.at_pointer(place.pointer).get_string();
    text.append(times * characters_for_an_element, 'x');
    return;
  }
  const auto slash = place.pointer.rfind('/');
  json::array& array = call.at_pointer(place.pointer.substr(0, slash)).get_array();
  const json::value element = call.at_pointer(place.pointer);
  // Behind all others, so that no pointer changes.
  for (std::size_t i = 0; i < times; ++i) array.push_back(element);
}

class Search {
 public:
  Search(json::value call) : call_(std::move(call)), places_(call_) {
    for (int tries = 0; tries < 20; ++tries) nothing_added_ = std::min(nothing_added_, seconds(json::serialize(call_)));
  }

  const std::vector<Place>& places() const { return places_.all(); }

  // How many times longer it takes for twice as much, apart from what the call takes as it is. What is less than
  // `too_little` seconds cannot be told from noise.
  double growth(const Place& one, const Place& other, std::size_t times, double too_little) {
    const std::string once = call_with(one, other, times), twice = call_with(one, other, 2 * times);
    double least = seconds(once), most = seconds(twice);
    const auto ratio = [&] { return (most - nothing_added_) / std::max(too_little, least - nothing_added_); };
    for (int tries = 0; tries < 6 && ratio() > suspicious; ++tries) {
      least = std::min(least, seconds(once));
      most = std::min(most, seconds(twice));
    }
    return ratio();
  }
  double milliseconds(const Place& one, const Place& other, std::size_t times) {
    return 1e3 * seconds(call_with(one, other, times));
  }
  const std::map<unsigned, std::size_t>& statuses() const { return statuses_; }

  static constexpr double suspicious = 2.5;

 private:
  std::string call_with(const Place& one, const Place& other, std::size_t times) const {
    json::value call = call_;
    make_many(call, one, times);
    if (one.pointer != other.pointer) make_many(call, other, times);
    return json::serialize(call);
  }
  double seconds(const std::string& body) {
    std::string copy = body;
    server::HttpResponse response;
    const double taken = test::seconds_of([&] { response = service_.answer(std::move(copy)); });
    ++statuses_[static_cast<unsigned>(response.status)];
    return taken;
  }

  json::value call_;
  Places places_;
  server_test::OfflineService service_;
  std::map<unsigned, std::size_t> statuses_;
  double nothing_added_ = std::numeric_limits<double>::max();  // seconds
};

// Every part-th pair from `part` on. How many are quadratic.
std::size_t search_all(Search& search, std::size_t part, std::size_t parts) {
  constexpr std::size_t some = 400, many = 2'000;
  std::size_t found = 0, pairs = 0;
  const auto& places = search.places();
  for (std::size_t i = 0; i < places.size(); ++i)
    for (std::size_t j = i; j < places.size(); ++j) {
      const Place &one = places[i], &other = places[j];
      if (i != j && ((one.is_string && other.is_string) || is_within(one, other) || is_within(other, one))) continue;
      if (pairs++ % parts != part) continue;
      if (search.growth(one, other, some, 0.1e-3) < Search::suspicious) continue;
      const double growth = search.growth(one, other, many, 2e-3);
      if (growth < test::still_linear) continue;
      ++found;
      std::printf("%.2f times for twice as much, %.0f ms: %s and %s\n", growth, search.milliseconds(one, other, many),
                  one.pointer.c_str(), other.pointer.c_str());
      std::fflush(stdout);
    }
  std::printf("%zu pairs of %zu places", pairs / parts, places.size());
  for (const auto& [status, count] : search.statuses()) std::printf("; %zu answers %u", count, status);
  std::printf("\n");
  return found;
}

}  // namespace

int main(int count, char** arguments) {
  const std::span all(arguments, static_cast<std::size_t>(count));
  if (all.size() != 2 && all.size() != 4) {
    std::fputs("usage: growth_search CALL.json [PART PARTS]\n", stderr);
    return EXIT_FAILURE;
  }
  fuzz::be_quiet();
  std::stringstream text;
  text << std::ifstream(all[1]).rdbuf();
  Search search(json::parse(text.str()));
  const std::size_t part = all.size() == 4 ? std::stoul(all[2]) : 0, parts = all.size() == 4 ? std::stoul(all[3]) : 1;
  return search_all(search, part, parts) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
