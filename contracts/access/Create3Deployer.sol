// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {CREATE3} from "solady/utils/CREATE3.sol";

/// @title Create3Deployer
/// @notice Contracts at addresses known before anything is deployed: they depend on this deployer and the salt alone, so
/// neighbours can name each other in their initializers. Only the owner deploys; it has no power over what it deployed.
contract Create3Deployer {
    address public immutable owner;

    error NotOwner(address caller);

    event Deployed(bytes32 indexed salt, address indexed at);

    constructor(address owner_) {
        owner = owner_;
    }

    /// @notice Deploys `initCode` at `addressOf(salt)`; a salt serves once.
    function deploy(bytes32 salt, bytes calldata initCode) external payable returns (address at) {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        at = CREATE3.deployDeterministic(msg.value, initCode, salt);
        emit Deployed(salt, at);
    }

    function addressOf(bytes32 salt) external view returns (address) {
        return CREATE3.predictDeterministicAddress(salt);
    }
}
