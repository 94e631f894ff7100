// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Spokes that a batch of changes reaches, each once
library SpokeList {
    struct List {
        uint64[] spokes;
        uint256 count;
    }

    /// @notice An empty list with room for all spokes there are.
    function upTo(uint256 most) internal pure returns (List memory) {
        return List(new uint64[](most), 0);
    }

    function add(List memory self, uint64 spoke) internal pure {
        for (uint256 i; i < self.count; i++) {
            if (self.spokes[i] == spoke) return;
        }
        self.spokes[self.count++] = spoke;
    }

    function addAll(List memory self, uint64[] storage spokes) internal view {
        for (uint256 i; i < spokes.length; i++) {
            add(self, spokes[i]);
        }
    }
}
