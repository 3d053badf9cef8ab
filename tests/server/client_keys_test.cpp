#include "server/client_keys.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <list>
#include <thread>
#include <vector>

#include "client_keys_case.h"
#include "server/outbound.h"

namespace {

using namespace std::chrono_literals;
using namespace server_test;
using server::ClientKeys;
using server::JwsAlgorithm;
using server::KeyForToken;

server::Awaitable<void> ask(ClientKeys& keys, server::Clients::Pointer client, std::string kid,
                            std::vector<KeyForToken>& answers) {
  answers.push_back(co_await keys.key_for(client, kid, JwsAlgorithm::es384));
}

TEST_F(ClientKeysCase, are_fetched_once_and_kept) {
  publish({"a", "b"});
  EXPECT_TRUE(knows("a"));
  EXPECT_TRUE(knows("b"));
  EXPECT_TRUE(knows("a"));
  EXPECT_EQ(fetches(), 1U);
  EXPECT_EQ(ehr_.count("GET /jwks.json HTTP/1.1"), 1U);
  EXPECT_EQ(ehr_.count("Authorization"), 0U);
}

TEST_F(ClientKeysCase, verify_what_was_signed) {
  publish({"a"});
  const auto found = key("a");
  ASSERT_NE(found.key, nullptr);
  EXPECT_TRUE(found.key->verifies(JwsAlgorithm::es384, "text", jws_signature(pair(), "text", "ES384")));
}

// Row 26: the key is changed; one refresh, and the old one counts no longer.
TEST_F(ClientKeysCase, are_fetched_anew_for_a_key_that_is_not_known) {
  publish({"old"});
  EXPECT_TRUE(knows("old"));
  publish({"new"});
  EXPECT_TRUE(knows("old"));  // nobody has said yet that there are others
  EXPECT_TRUE(knows("new"));
  EXPECT_FALSE(knows("old"));
  EXPECT_EQ(fetches(), 2U);
}

TEST_F(ClientKeysCase, are_looked_for_once_a_minute_at_most) {
  publish({"a"});
  EXPECT_TRUE(knows("a"));
  for (int at = 0; at < 200; ++at) EXPECT_FALSE(knows("unknown-" + std::to_string(at)));
  EXPECT_EQ(fetches(), 2U);
  now_ += 59s;
  EXPECT_FALSE(knows("unknown"));
  EXPECT_EQ(fetches(), 2U);
  now_ += 1s;
  EXPECT_FALSE(knows("unknown"));
  EXPECT_FALSE(knows("another"));
  EXPECT_EQ(fetches(), 3U);
  EXPECT_TRUE(knows("a"));
}

TEST_F(ClientKeysCase, are_not_looked_for_twice_by_a_flood_at_the_start) {
  publish({"a"});
  for (int at = 0; at < 200; ++at) EXPECT_FALSE(knows("unknown-" + std::to_string(at)));
  EXPECT_TRUE(knows("a"));
  EXPECT_EQ(fetches(), 1U);
}

TEST_F(ClientKeysCase, are_fetched_once_for_all_who_wait) {
  publish({"a"});
  std::vector<KeyForToken> answers;
  for (int at = 0; at < 50; ++at)
    boost::asio::co_spawn(loop_, ask(keys_, client_, at % 2 == 0 ? "a" : "unknown", answers), boost::asio::detached);
  while (answers.size() < 50) loop_.run_one();
  EXPECT_EQ(std::ranges::count_if(answers, [](const auto& answer) { return answer.key != nullptr; }), 25);
  EXPECT_TRUE(std::ranges::all_of(answers, [](const auto& answer) { return answer.has_keys; }));
  EXPECT_EQ(fetches(), 1U);
}

TEST_F(ClientKeysCase, of_one_client_are_not_those_of_another) {
  publish({"a"});
  EXPECT_TRUE(knows("a"));
  publish({"b"});
  const auto other = client("https://other.example.org");
  EXPECT_EQ(key("a", other).key, nullptr);
  EXPECT_NE(key("b", other).key, nullptr);
  EXPECT_TRUE(knows("a"));
}

TEST_F(ClientKeysCase, are_fetched_anew_after_minutes_while_the_old_ones_count) {
  publish({"a"});
  EXPECT_TRUE(knows("a"));
  now_ += 5min - 1s;
  EXPECT_TRUE(knows("a"));
  EXPECT_EQ(fetches(), 1U);
  publish({"b"});
  now_ += 1s;
  EXPECT_TRUE(knows("a"));  // does not wait
  wait_for_fetches(2);
  EXPECT_TRUE(knows("b"));
  EXPECT_EQ(fetches(), 2U);
  EXPECT_FALSE(knows("a"));
}

TEST_F(ClientKeysCase, that_were_taken_back_do_not_count_after_ten_minutes) {
  publish({"a"});
  EXPECT_TRUE(knows("a"));
  publish({"b"});
  now_ += 10min;
  EXPECT_FALSE(knows("a"));
  EXPECT_EQ(fetches(), 2U);
}

TEST_F(ClientKeysCase, count_for_an_hour_if_there_are_no_others) {
  publish({"a"});
  EXPECT_TRUE(knows("a"));
  published_.set(http_response(500, ""));
  now_ += 1h - 1s;
  EXPECT_TRUE(knows("a"));
  EXPECT_EQ(fetches(), 2U);
  now_ += 1s;
  EXPECT_FALSE(key("a").has_keys);
  now_ += 10s;
  publish({"a"});
  EXPECT_TRUE(knows("a"));
}

TEST_F(ClientKeysCase, that_could_not_be_fetched_are_not_asked_for_at_once) {
  published_.set(http_response(503, ""));
  for (int time = 0; time < 20; ++time) EXPECT_FALSE(key("a").has_keys);
  EXPECT_EQ(fetches(), 1U);
  publish({"a"});
  now_ += 10s - 1ms;
  EXPECT_FALSE(key("a").has_keys);
  now_ += 1ms;
  EXPECT_TRUE(knows("a"));
  EXPECT_EQ(fetches(), 2U);
}

// Row 26: what is no JWK Set, at its only URL, in time.
TEST_F(ClientKeysCase, are_taken_from_nothing_else) {
  const std::string good = jwk_set({public_jwk(pair(), "a")});
  const std::string huge = good.substr(0, 9) + std::string(70'000, ' ') + good.substr(9);
  const std::pair<std::string, const char*> cases[] = {
      {http_response(302, good, "Location: " + ehr_.url("/other") + "\r\n"), "could not be fetched: status 302"},
      {http_response(301, "", "Location: /jwks.json\r\n"), "could not be fetched: status 301"},
      {http_response(201, good), "could not be fetched: status 201"},
      {http_response(404, good), "could not be fetched: status 404"},
      {http_response(200, "<html>canary</html>"), "is no JWK Set"},
      {http_response(200, ""), "is no JWK Set"},
      {http_response(200, huge), "could not be fetched: its answer is larger than is read"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n{",
       "could not be fetched: its answer is larger than is read"},
      {"canary\r\n\r\n", "could not be fetched: its answer is not HTTP as was asked for"}};
  std::size_t count = 0;
  for (const auto& [response, why] : cases) {
    published_.set(response);
    EXPECT_FALSE(key("a").has_keys) << why;
    EXPECT_NE(logged_.text().find(R"("client":"https://ehr.example.org","detail":")" + std::string(why) + "\"}"),
              std::string::npos)
        << why << " in " << logged_.text();
    now_ += 10s;
    EXPECT_GT(fetches(), count);
    count = fetches();
  }
  EXPECT_EQ(ehr_.count("GET /other"), 0U);
  EXPECT_EQ(logged_.text().find("canary"), std::string::npos);
}

TEST_F(ClientKeysCase, of_a_server_that_says_nothing_are_waited_for_briefly) {
  limits_.key_fetch = 100ms;
  ClientKeys hasty(loop_.get_executor(), limits_, [this] { return now_; });
  published_.set("");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(run_on(loop_, hasty.key_for(client_, "a", JwsAlgorithm::es384)).has_keys);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
  hasty.close();
}

// A set may become empty, which is an answer, and no failure.
TEST_F(ClientKeysCase, may_all_be_taken_back) {
  publish({"a"});
  EXPECT_TRUE(knows("a"));
  publish({});
  EXPECT_FALSE(knows("b"));
  EXPECT_FALSE(knows("a"));
  EXPECT_TRUE(key("a").has_keys);
}

// As the program has it: asked from other threads than that of the keys.
TEST_F(ClientKeysCase, may_be_asked_from_any_thread) {
  publish({"a"});
  std::list<boost::asio::io_context> loops;  // outlive the thread that answers them
  server::Outbound outbound;
  std::atomic<int> found{0};
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&, &loop = loops.emplace_back(1)] {
        for (int time = 0; time < 50; ++time)
          found += run_on(loop, outbound.client_keys().key_for(client_, "a", JwsAlgorithm::es384)).key != nullptr;
      });
  }
  EXPECT_EQ(found, 200);
  EXPECT_EQ(fetches(), 1U);
}

// What still waits for keys ends with the thread that fetches them.
TEST_F(ClientKeysCase, may_end_while_they_are_waited_for) {
  published_.set("");
  std::vector<KeyForToken> answers;
  {
    server::Outbound outbound;
    boost::asio::co_spawn(loop_, ask(outbound.client_keys(), client_, "a", answers), boost::asio::detached);
    while (fetches() == 0) loop_.run_one_for(1ms);
  }
  EXPECT_TRUE(answers.empty());
}

}  // namespace
