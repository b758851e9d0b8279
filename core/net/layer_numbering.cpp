#include "core/net/layer_numbering.h"

#include <fmt/format.h>

namespace diptych::net {

Result<ServerLayer> serverLayerFor(int layer, int layerCount) {
    if (layerCount > 0 && (layer > layerCount || layer < -(layerCount + 1)))
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("there is no hidden layer {} in a model of {} layers", layer, layerCount),
            fmt::format("use {} to {}", -(layerCount + 1), layerCount));
    if (layer > 0 && layerCount == 0)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("the hidden layer {} cannot be translated for a server whose "
                                "model's depth is not known",
                                layer),
                    "count from the end, for example --hidden-layer -2");
    const int fromEnd = layer > 0 ? layer - (layerCount + 1) : layer;
    const bool isEmbeddings = fromEnd == 0 || (layerCount > 0 && fromEnd == -(layerCount + 1));
    if (isEmbeddings || fromEnd == -1)
        return ServerLayer{isEmbeddings ? 0 : -1, true};
    return ServerLayer{fromEnd, false};
}

} // namespace diptych::net
