// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice A plain call of a spoke's timelock: no value, never a delegatecall.
struct RemoteCall {
    address target;
    bytes data;
}

/// @notice What a vote asks of one spoke, done whole or not at all.
/// @param chain the spoke
/// @param number from 1, per spoke
/// @param follows number of the batch that has to be executed first; 0: none
/// @param expiry UNIX seconds on the spoke's clock; not scheduled later
struct RemoteBatch {
    uint64 chain;
    uint64 number;
    uint64 follows;
    uint64 expiry;
    RemoteCall[] calls;
}

/// @notice Hashed twice, so that no inner node of a tree is a batch.
function remoteLeaf(RemoteBatch memory batch) pure returns (bytes32) {
    return keccak256(bytes.concat(keccak256(abi.encode(batch))));
}
