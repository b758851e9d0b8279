// What would change if another request were used: field by field, in words, and taken over one by
// one.
#pragma once

#include "core/domain/generation_request.h"

#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace diptych::widgets {

struct RequestChange {
    QString id;               ///< stable: "prompt", "size"
    QString name;             ///< for the user
    QString oldText;          ///< what the field holds now
    QString newText;          ///< what it would hold
    QStringList missingFiles; ///< of those that the new value needs
};

/// The fields in which the two differ, in the order of the form. The number of pictures and the
/// rule for their seeds are left out: an entry is one picture. `missingFiles` are paths that do not
/// exist any more.
std::vector<RequestChange> requestChanges(const GenerationRequest& now,
                                          const GenerationRequest& then,
                                          const std::vector<std::string>& missingFiles = {});

/// `now` with these fields, by their ids, as they are in `then`.
GenerationRequest withChanges(GenerationRequest now, const GenerationRequest& then,
                              const QStringList& ids);

} // namespace diptych::widgets
