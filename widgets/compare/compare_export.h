// A comparison to keep or to show: as one labelled picture, or as a page that needs nothing else.
// Pure functions; any thread.
#pragma once

#include <QImage>
#include <QString>
#include <QStringList>

#include <vector>

namespace diptych::widgets {

/// What is exported, on its own: the models may change meanwhile.
struct Comparison {
    struct Picture {
        QString letter;
        QString label;
        QImage picture; ///< null = there is none
    };
    struct Field {
        QString name;
        QStringList texts; ///< one for each picture
    };

    std::vector<Picture> pictures;
    std::vector<Field> fields; ///< that differ
    QString distance;          ///< of the pair, in words; may be empty
};

/// The pictures side by side on white, each at the scale of the largest and with its label below;
/// at most 16384 pixels wide and high, for which all are made smaller alike. Null when there is no
/// picture.
QImage comparisonSheet(const Comparison& comparison);

/// One HTML file with the pictures inside (PNG), the table of what differs, light and dark.
QString comparisonPage(const Comparison& comparison, const QString& title);

} // namespace diptych::widgets
