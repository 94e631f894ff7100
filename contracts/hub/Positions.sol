// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IBooks} from "../interfaces/IBooks.sol";
import {SeriesId} from "../types/SeriesId.sol";

/// @title The positions of one book: sizes by series, and a bounded list of the series that are not zero
/// @dev Everything that walks a book (margin, bodies, settlement) is bounded by the bound on the list.
library Positions {
    /// @param size options, 18 decimals, signed
    /// @param place index in the list plus one; zero when the book has none
    struct Holding {
        int128 size;
        uint8 place;
    }

    struct List {
        SeriesId[] series;
        mapping(SeriesId => Holding) holdings;
    }

    /// @notice Adds `change` to the position and returns the resulting size.
    function apply_(List storage list, uint64 book, SeriesId series, int128 change, uint256 limit)
        internal
        returns (int128 size)
    {
        Holding storage holding = list.holdings[series];
        size = holding.size + change;
        holding.size = size;
        if (holding.place == 0) {
            if (size == 0) return 0;
            uint256 length = list.series.length + 1;
            if (length > limit) revert IBooks.TooManySeries(book, length, limit);
            list.series.push(series);
            holding.place = uint8(length);
        } else if (size == 0) {
            _drop(list, series, holding.place);
        }
    }

    function isEmpty(List storage list) internal view returns (bool) {
        return list.series.length == 0;
    }

    function sizeOf(List storage list, SeriesId series) internal view returns (int128) {
        return list.holdings[series].size;
    }

    function all(List storage list) internal view returns (IBooks.Position[] memory positions) {
        positions = new IBooks.Position[](list.series.length);
        for (uint256 i; i < positions.length; i++) {
            SeriesId series = list.series[i];
            positions[i] = IBooks.Position(series, list.holdings[series].size);
        }
    }

    function _drop(List storage list, SeriesId series, uint8 place) private {
        SeriesId last = list.series[list.series.length - 1];
        list.series[place - 1] = last;
        list.holdings[last].place = place;
        list.series.pop();
        delete list.holdings[series];
    }
}
