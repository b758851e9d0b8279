#include "widgets/controls/scrolled_layout.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace diptych::widgets {

void layOutScrolled(QWidget* panel, QWidget* inside) {
    auto* const scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    auto* const layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
}

} // namespace diptych::widgets
