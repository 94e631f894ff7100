// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice What travels between the hub and a spoke. HEARTBEAT, CONFIG, REPORT and REMOTE carry state: only the highest
/// confirmed epoch of a kind matters. RELAY carries a call of the token bridge and is executed once. PAUSE is the one
/// act of a single family. REMOTE is the root of all batches that votes have sent to the spoke.
enum Kind {
    HEARTBEAT,
    CONFIG,
    REPORT,
    RELAY,
    PAUSE,
    REMOTE
}

/// @notice Hub to spoke: the lease and every root a spoke works from.
/// @param epoch rises with every heartbeat of that spoke
/// @param leaseEnd UNIX seconds on the spoke's clock
/// @param mandateRoot root of the mandate bodies
/// @param configDigest digest of the config the hub holds for the spoke
/// @param fundRoot root of the funding entries
struct Heartbeat {
    uint64 epoch;
    uint64 leaseEnd;
    bytes32 mandateRoot;
    bytes32 configDigest;
    bytes32 fundRoot;
}

/// @notice Spoke to hub.
/// @param sequence rises with every report of that spoke
/// @param time UNIX seconds on the spoke's clock
/// @param blockNumber block of the spoke
/// @param ledgerRoot root of the books' ledgers
/// @param epoch heartbeat in force
/// @param heartbeatDigest keccak256(abi.encode(heartbeat in force))
/// @param configVersion config in force
/// @param configDigest its digest
struct Report {
    uint64 sequence;
    uint64 time;
    uint64 blockNumber;
    bytes32 ledgerRoot;
    uint64 epoch;
    bytes32 heartbeatDigest;
    uint64 configVersion;
    bytes32 configDigest;
}

/// @notice The authority a spoke works under (P2).
enum LeaseState {
    HOLD,
    GRACE,
    LIVE
}
