// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {StateTree} from "gimbal/crosschain/StateTree.sol";

/// @notice Proofs in a StateTree of which only the first leaves are set, built in memory from the leaves over all its levels.
library SparseProof {
    function root(bytes32[] memory leaves) internal pure returns (bytes32 top) {
        (, top) = _climb(leaves, 0);
    }

    function prove(bytes32[] memory leaves, uint32 index) internal pure returns (bytes32[] memory siblings) {
        (siblings,) = _climb(leaves, index);
    }

    function _climb(bytes32[] memory leaves, uint256 index)
        private
        pure
        returns (bytes32[] memory siblings, bytes32 top)
    {
        siblings = new bytes32[](leaves.length > 1 ? Math.log2(leaves.length - 1) + 1 : 0);
        bytes32[] memory level = leaves;
        for (uint256 d; d < StateTree.DEPTH; d++) {
            if (d < siblings.length) siblings[d] = _at(level, index ^ 1);
            bytes32[] memory above = new bytes32[]((level.length + 1) / 2);
            for (uint256 i; i < above.length; i++) {
                above[i] = _parent(_at(level, 2 * i), _at(level, 2 * i + 1));
            }
            (level, index) = (above, index / 2);
        }
        top = _at(level, 0);
    }

    function _at(bytes32[] memory level, uint256 i) private pure returns (bytes32) {
        return i < level.length ? level[i] : bytes32(0);
    }

    function _parent(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return left == 0 && right == 0 ? bytes32(0) : keccak256(bytes.concat(left, right));
    }
}
