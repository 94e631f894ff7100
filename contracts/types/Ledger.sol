// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice What a book has done on one spoke: cumulative, in native token units, written by the spoke's own calls only.
/// @dev base held = bought - sold; quote held = received + got - sent - paid - bridgeFees. Leaf of the report tree:
/// keccak256(bytes.concat(keccak256(abi.encode(ledger)))).
/// @param book book id
/// @param received quote that arrived from the hub and was credited to the book
/// @param sent quote sent back to the hub, as it arrives there
/// @param bought base bought
/// @param sold base sold
/// @param paid quote paid for base, fees included
/// @param got quote got for base, fees deducted
/// @param refunded quote that came too late to be credited and went home, as it arrives there
/// @param bridgeFees quote the bridge kept of the book's on the way home
struct Ledger {
    uint64 book;
    uint128 received;
    uint128 sent;
    uint128 bought;
    uint128 sold;
    uint128 paid;
    uint128 got;
    uint128 refunded;
    uint128 bridgeFees;
}

/// @notice What the hub has sent to a spoke for a book and wants back: cumulative, native quote units.
/// @param book book id
/// @param sent quote sent, as it arrives
/// @param recalled quote the spoke is to send back out of what the book holds there
/// @param expired mark in `sent`: what of it the spoke has not credited by now goes home
/// @dev Leaf of the funding tree: keccak256(bytes.concat(keccak256(abi.encode(entry)))).
struct FundEntry {
    uint64 book;
    uint128 sent;
    uint128 recalled;
    uint128 expired;
}

function ledgerLeaf(Ledger memory ledger) pure returns (bytes32) {
    return keccak256(bytes.concat(keccak256(abi.encode(ledger))));
}

function fundLeaf(FundEntry memory entry) pure returns (bytes32) {
    return keccak256(bytes.concat(keccak256(abi.encode(entry))));
}
