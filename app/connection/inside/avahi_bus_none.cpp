// A build without D-Bus.
#include "app/connection/avahi_bus.h"

namespace diptych::connection {

std::unique_ptr<AvahiBus> openAvahiBus() {
    return nullptr;
}

} // namespace diptych::connection
