// The fields in which variants of a request may differ, each read and written as text: columns of
// a comparison and axes of a grid use the same ones, which are also those of core/comparison.
#pragma once

#include "core/base/result.h"
#include "core/config/schema.h"
#include "core/domain/generation_request.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace diptych::widgets {

struct VariantField {
    QString id;             ///< stable, as axes of grids spell it: "prompt", "guidance-scale"
    QString name;           ///< for the user
    QString help;           ///< may be empty
    QStringList choices;    ///< of a closed set; empty = any text
    bool isLong = false;    ///< a text of several lines
    bool isEncoded = false; ///< acts through the text encoder alone
    std::function<QString(const GenerationRequest&)> show;
    /// Errors: InvalidInput; the request is not changed then.
    std::function<Status(GenerationRequest&, const QString&)> set;
};

/// Every such field, the prompt first. `schema` is borrowed and outlives them.
std::vector<VariantField> variantFields(const config::Schema& schema);

} // namespace diptych::widgets
