// What the process asks of the operating system for its own safety, before it reads the first secret.
#pragma once

namespace server {

// No core is ever written: it would hold tokens and what calls told of patients. Takes as many file descriptors as the
// system allows.
void protect_process();

// No other process of the same user may look into this one, nor a handler of cores get one. Debuggers cannot either, so
// sandbox mode goes without.
void forbid_inspection();

}  // namespace server
