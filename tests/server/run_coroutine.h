// A coroutine run to its end in a test.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "server/asynchronous.h"

namespace server_test {

// Its result, or the exception it threw; other work of the loop goes on meanwhile, and may be left unfinished.
template <class T>
T run_on(boost::asio::io_context& loop, server::Awaitable<T> coroutine) {
  std::optional<T> result;
  std::exception_ptr failure;
  bool done = false;
  boost::asio::co_spawn(loop, std::move(coroutine), [&](std::exception_ptr thrown, T value) {
    done = true;
    failure = thrown;
    if (!thrown) result.emplace(std::move(value));
  });
  loop.restart();  // it may have run out of work before
  while (!done) loop.run_one();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

}  // namespace server_test
