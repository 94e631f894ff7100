// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IClearing} from "../interfaces/IClearing.sol";

/// @title Nonces of a book, each usable once and in any order: one bit each
library Nonces {
    struct Used {
        mapping(uint64 book => mapping(uint256 word => uint256 bits)) words;
    }

    function spend(Used storage used, uint64 book, uint256 nonce) internal {
        if (isSpent(used, book, nonce)) revert IClearing.NonceUsed(book, nonce);
        used.words[book][nonce >> 8] |= 1 << (nonce & 0xff);
    }

    function isSpent(Used storage used, uint64 book, uint256 nonce) internal view returns (bool) {
        return (used.words[book][nonce >> 8] >> (nonce & 0xff)) & 1 == 1;
    }
}
