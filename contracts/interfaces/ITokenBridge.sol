// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Pooled token bridge of the quote token between hub and spokes
/// @notice Hub side locks (OpenZeppelin BridgeERC20), spoke side mints and burns (BridgeERC7802). Its gateway is the
/// k-of-n transport. Counters per remote chain are written by its own calls only.
interface ITokenBridge {
    event TransferSent(
        uint64 indexed toChain,
        bytes32 indexed sendId,
        address indexed from,
        address to,
        uint256 amount,
        uint256 sent
    );
    event TransferArrived(uint64 indexed fromChain, address indexed to, uint256 amount, uint256 received);

    /// @notice Sends the caller's tokens to `to` on `toChain`; arrivals at a contract that implements `onArrival` notify it.
    function send(uint64 toChain, address to, uint256 amount) external payable returns (bytes32 sendId);
    function setLink(uint64 chain, address counterpart) external;
    function sent(uint64 toChain) external view returns (uint256);
    function received(uint64 fromChain) external view returns (uint256);
}

/// @notice Told by the token bridge (or the hub's own side) that `amount` quote arrived for it from a chain.
interface IArrivalHandler {
    function onArrival(uint64 fromChain, uint256 amount) external;
}
