// Which addresses are connected to.
#pragma once

#include <boost/asio/ip/address.hpp>

namespace server {

enum class Reach : bool { everywhere_but_here, here_too };

// Private networks are where hospitals keep their EHRs, so they are allowed. Never allowed: link-local addresses, among
// them those where clouds tell secrets to whoever asks (169.254.169.254, fd00:ec2::254), "any" addresses, and
// multicast. Loopback addresses are this machine's own services: only with Reach::here_too. An IPv4 address inside of
// an IPv6 one (mapped, compatible, 6to4, NAT64) is judged as what it is.
bool may_connect(const boost::asio::ip::address& address, Reach reach);

}  // namespace server
