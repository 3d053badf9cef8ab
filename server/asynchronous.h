// The few types that all coroutines of the server are made of.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <chrono>

namespace server {

// The concrete executor: a type-erased one would cost an allocation for many operations.
using Executor = boost::asio::io_context::executor_type;

template <class T>
using Awaitable = boost::asio::awaitable<T, Executor>;

using SteadyTime = std::chrono::steady_clock::time_point;
// So long from now.
inline SteadyTime in(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
// A TCP connection with a deadline of its own.
using Stream = boost::beast::basic_stream<boost::asio::ip::tcp, Executor>;

// Awaits an operation; its error comes as a value.
inline constexpr auto as_tuple = boost::asio::as_tuple(boost::asio::use_awaitable_t<Executor>{});
// Awaits an operation or a coroutine; an error is thrown.
inline constexpr boost::asio::use_awaitable_t<Executor> awaited{};

}  // namespace server
